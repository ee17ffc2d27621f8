#include <sys/stat.h>

#include <adapters/cli/run.hpp>
#include <app/actions.hpp>

int main(int argc, char** argv) {
  ::umask(077);  // what is written here is for its owner alone
  return cli::run(argc, argv, app::actions());
}
