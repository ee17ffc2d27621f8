#include <gtest/gtest.h>

#include <adapters/memory/working_set.hpp>

namespace contracts {
namespace {

using Set = memory::WorkingSet<std::string>;

struct Change {
  std::string key;
  std::string row;  // "-" where it is to be erased
  bool stored;
  bool operator==(const Change&) const = default;
};

std::vector<Change> changes(const Set& set) {
  std::vector<Change> all;
  set.each_change([&](const std::string& key, const std::string* row, bool stored) {
    all.push_back({key, row != nullptr ? *row : "-", stored});
  });
  return all;
}
using Changes = std::vector<Change>;

TEST(WorkingSet, LoadsEachNameOnce) {
  Set set;
  set.want("a");
  set.want("b");
  set.want("a");
  EXPECT_EQ(set.take_wanted(), (std::vector<std::string>{"a", "b"}));
  set.want("a");
  set.want("c");
  EXPECT_EQ(set.take_wanted(), std::vector<std::string>{"c"});
}

TEST(WorkingSet, SaysChangesInTheOrderOfTheFirst) {
  Set set;
  for (const auto* key : {"a", "b", "c"}) set.want(key);
  set.loaded("a", "1");
  set.loaded("b", "1");
  set.put("b", "2");
  set.put("new", "1");
  set.erase("a");
  set.put("b", "3");
  set.erase("c");
  set.keep();
  EXPECT_EQ(changes(set), (Changes{{"b", "3", true}, {"new", "1", false}, {"a", "-", true}}));
}

TEST(WorkingSet, DropUndoesTheLastCommandAndNoOther) {
  Set set;
  set.want("a");
  set.loaded("a", "1");
  set.put("a", "2");
  set.put("b", "1");
  set.keep();
  set.put("a", "3");
  set.put("a", "4");
  set.erase("b");
  set.put("c", "1");
  set.drop();
  EXPECT_EQ(*set.find("a"), "2");
  EXPECT_EQ(*set.peek("b"), "1");
  EXPECT_EQ(set.peek("c"), nullptr);
  EXPECT_EQ(changes(set), (Changes{{"a", "2", true}, {"b", "1", false}}));
  set.drop();
  EXPECT_EQ(*set.find("a"), "2");
}

TEST(WorkingSet, ARowLoadedLateDoesNotOverwriteAChange) {
  Set set;
  set.put("a", "changed");
  set.keep();
  set.want("a");
  EXPECT_EQ(set.take_wanted(), std::vector<std::string>{"a"});
  set.loaded("a", "stored");
  EXPECT_EQ(*set.find("a"), "changed");
  EXPECT_EQ(changes(set), (Changes{{"a", "changed", true}}));
}

TEST(WorkingSet, StartsEmptyAfterClear) {
  Set set;
  set.want("a");
  set.put("b", "1");
  set.clear();
  EXPECT_TRUE(set.take_wanted().empty());
  EXPECT_TRUE(changes(set).empty());
  set.drop();
  set.want("a");
  EXPECT_EQ(set.take_wanted().size(), 1u);
}

}  // namespace
}  // namespace contracts
