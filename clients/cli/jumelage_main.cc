// The command-line client of the registry and projects services.

#include <iostream>
#include <string>
#include <vector>

#include "clients/cli/program.h"

int main(int argc, char** argv) {
  return jumelage::cli::RunProgram(std::vector<std::string>(argv + 1, argv + argc), std::cout,
                                   std::cerr);
}
