#include <sys/mount.h>
#include <unistd.h>

#include <fstream>
#include <thread>

#include <tests/e2e/installation.hpp>

// A data folder on a disk that fills up.
using namespace e2e;

namespace {

// SmallDisk: a home whose data folder is a small file system of its own. That takes root.
class SmallDisk : public Installation {
 protected:
  void SetUp() override {
    std::filesystem::create_directory(data());
    mounted_ = ::mount("tmpfs", data().c_str(), "tmpfs", 0, "size=24m,mode=0700") == 0;
    if (!mounted_) GTEST_SKIP() << "no file system can be mounted here";
    start();
  }
  void TearDown() override {
    if (!mounted_) return;
    end();
    ::umount2(data().c_str(), MNT_DETACH);
  }

  // Takes the room that is left.
  void fill() {
    std::ofstream file(data() / "ballast", std::ios::binary);
    const std::string block(4096, 'x');
    while (file.write(block.data(), static_cast<std::streamsize>(block.size())).flush()) {
    }
  }
  void make_room() { std::filesystem::remove(data() / "ballast"); }

  Answer try_to_register(int number) {
    bj::object metadata;
    for (int i = 0; i < 8; ++i) metadata["note" + std::to_string(i)] = std::string(400, 'n');
    return admin().post("/v1/users",
                        bj::object{{"email", "full" + std::to_string(number) + "@example.com"},
                                   {"metadata", metadata}});
  }

 private:
  bool mounted_ = false;
};

TEST_F(SmallDisk, FullAnswersWrites503AndReadsGoOnUntilThereIsRoomAgain) {
  const auto ada = registered("ada@example.com");
  ASSERT_EQ(customer(ada.at("id"), ada.position()).status, 200);
  fill();
  Answer refused;
  int tried = 0;
  std::vector<std::string> accepted;
  while (refused.status != 503 && tried < 5000) {  // the room that the log already has
    refused = try_to_register(tried++);
    if (refused.status == 201) accepted.push_back(refused.at("id"));
  }
  ASSERT_EQ(refused.status, 503) << refused.text;
  EXPECT_EQ(refused.code(), "storage_full");
  EXPECT_NE(refused.header("Retry-After"), "");
  EXPECT_EQ(admin().get("/v1/users/" + ada.at("id")).status, 200);
  EXPECT_EQ(admin().get("/v1/customers").status, 200);
  EXPECT_EQ(admin().get("/v1/events?after=0").status, 200);
  EXPECT_EQ(admin().get("/livez").status, 200);

  make_room();
  const auto again = try_to_register(tried);
  ASSERT_EQ(again.status, 201) << again.text;
  EXPECT_EQ(customer(again.at("id"), again.position()).status, 200);
  for (const auto& id : accepted) EXPECT_EQ(admin().get("/v1/users/" + id).status, 200);
  EXPECT_TRUE(becomes([this] { return settled(); }));
}

}  // namespace
