#include <memory>
#include <string>

#include <gtest/gtest.h>

#include <adapters/http/body_stream.hpp>

namespace http_test {
namespace {

using http::BodyReader;
using http::BodyStream;
using Offered = BodyStream::Offered;

class BodyStreamTest : public testing::Test {
 protected:
  std::string taken() {
    std::string pieces;
    state = reader->take(pieces);
    return pieces;
  }

  std::shared_ptr<BodyStream> stream =
      std::make_shared<BodyStream>("", http::StreamLimits{.bytes_max = 10, .pieces_max = 3});
  std::shared_ptr<BodyReader> reader = std::make_shared<BodyReader>(stream);
  BodyStream::State state = BodyStream::State::open;
};

TEST_F(BodyStreamTest, KeepsPiecesInTheirOrderUntilTheyAreTaken) {
  EXPECT_EQ(stream->offer("one"), Offered::taken);
  EXPECT_EQ(stream->offer("two"), Offered::taken);
  EXPECT_EQ(taken(), "onetwo");
  EXPECT_EQ(taken(), "");
}

TEST_F(BodyStreamTest, TakesNoMoreThanItsBytesAndItsPieces) {
  EXPECT_EQ(stream->offer("12345678"), Offered::taken);
  EXPECT_EQ(stream->offer("123"), Offered::full);
  EXPECT_EQ(stream->offer("12"), Offered::taken);
  taken();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(stream->offer("1"), Offered::taken);
  EXPECT_EQ(stream->offer("1"), Offered::full);
}

TEST_F(BodyStreamTest, TakesALargePieceAlone) {
  EXPECT_EQ(stream->offer("larger than ten"), Offered::taken);
  EXPECT_EQ(stream->offer("1"), Offered::full);
  EXPECT_EQ(taken(), "larger than ten");
}

TEST_F(BodyStreamTest, WakesAReaderOnceForAllThatComesWhileItSleeps) {
  int woken = 0;
  reader->attach([&] { ++woken; });
  taken();
  stream->offer("1");
  stream->offer("2");
  EXPECT_EQ(woken, 1);
  EXPECT_EQ(taken(), "12");
  stream->offer("3");
  EXPECT_EQ(woken, 1);  // it was not asleep: it looks once more before it is
}

TEST_F(BodyStreamTest, TellsWhenThereIsRoom) {
  bool room = false;
  EXPECT_FALSE(stream->await_room([&] { room = true; }));
  stream->offer("1");
  EXPECT_TRUE(stream->await_room([&] { room = true; }));
  EXPECT_FALSE(room);
  taken();
  EXPECT_TRUE(room);
}

TEST_F(BodyStreamTest, EndsWithAllThatWasTaken) {
  stream->offer("last");
  stream->end();
  EXPECT_EQ(stream->offer("late"), Offered::gone);
  EXPECT_EQ(taken(), "last");
  EXPECT_EQ(state, BodyStream::State::ended);
}

TEST_F(BodyStreamTest, IsCutWithoutWhatWaits) {
  stream->offer("lost");
  stream->cut();
  EXPECT_TRUE(reader->is_cut());
  EXPECT_EQ(taken(), "");
}

TEST_F(BodyStreamTest, HearsThatNobodyReadsAnyMore) {
  bool gone = false;
  bool room = false;
  stream->when_gone([&] { gone = true; });
  stream->offer("1");
  EXPECT_TRUE(stream->await_room([&] { room = true; }));
  reader.reset();
  EXPECT_TRUE(gone);
  EXPECT_TRUE(room);
  EXPECT_EQ(stream->offer("2"), Offered::gone);
}

}  // namespace
}  // namespace http_test
