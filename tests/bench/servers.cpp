#include <cstdio>
#include <cstdlib>
#include <exception>

#include <tests/support/nats_server.hpp>
#include <tests/support/postgres.hpp>

// servers: a PostgreSQL and a nats-server of a measurement's own, with their data in the system's
// folder for temporary files, until standard input ends.
//   Shape   prints "postgres CONNINFO", of the superuser, and "nats URL", each on a line
namespace {

// As one would run it; durable, unlike what tests use.
constexpr auto settings = R"(
fsync = on
synchronous_commit = on
shared_buffers = 512MB
max_wal_size = 4GB
checkpoint_timeout = 15min
)";

}  // namespace

int main() {
  try {
    const test::Postgres postgres{settings};
    const test::NatsServer nats{{}, "4GB"};
    std::printf("postgres %s\nnats %s\n", postgres.conninfo().c_str(), nats.url().c_str());
    std::fflush(stdout);
    while (std::getchar() != EOF) {
    }
    return EXIT_SUCCESS;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "servers: %s\n", error.what());
    return EXIT_FAILURE;
  }
}
