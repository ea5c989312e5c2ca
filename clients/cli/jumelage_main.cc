// The command-line client of the registry and projects services.

#include <fcntl.h>
#include <unistd.h>

#include <iostream>
#include <string>
#include <vector>

#include "clients/cli/program.h"

namespace {

// Occupies the standard streams that are closed. Otherwise a connection could take the place of the
// output, and would get what is printed.
void OccupyClosedStreams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    // open() takes the lowest free number. Writing to a stream that is open for reading fails, as
    // it should.
    if (fcntl(stream, F_GETFD) == -1) (void)open("/dev/null", O_RDONLY);
  }
}

}  // namespace

int main(int argc, char** argv) {
  OccupyClosedStreams();
  return jumelage::cli::RunProgram(std::vector<std::string>(argv + 1, argv + argc), std::cout,
                                   std::cerr);
}
