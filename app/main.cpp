#include <adapters/cli/run.hpp>
#include <app/actions.hpp>

int main(int argc, char** argv) { return cli::run(argc, argv, app::actions()); }
