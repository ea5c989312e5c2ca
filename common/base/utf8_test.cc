#include "common/base/utf8.h"

#include <string>

#include "gtest/gtest.h"

namespace jumelage {
namespace {
