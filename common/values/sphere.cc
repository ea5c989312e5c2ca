#include "common/values/sphere.h"

#include <algorithm>
#include <cmath>

namespace jumelage {
namespace {

// The mean radius of the Earth according to the International Union of Geodesy and Geophysics.
constexpr double kEarthRadiusKm = 6371.0088;
constexpr double kPi = 3.14159265358979323846;

double Radians(double degrees) { return degrees * kPi / 180; }

}  // namespace

SpherePoint ToSphere(double latitude, double longitude) {
  const double phi = Radians(latitude);
  const double lambda = Radians(longitude);
  return {std::cos(phi) * std::cos(lambda), std::cos(phi) * std::sin(lambda), std::sin(phi)};
}

double SquaredChord(double km) {
  // Greater than 4, the square of the diameter, even with rounding errors.
  constexpr double kBeyondAll = 5;
  if (km > kPi * kEarthRadiusKm) return kBeyondAll;
  const double chord = 2 * std::sin(km / (2 * kEarthRadiusKm));
  return chord * chord;
}

double DistanceKm(const SpherePoint& a, const SpherePoint& b) {
  const double chord = std::hypot(a.x - b.x, a.y - b.y, a.z - b.z);
  return 2 * kEarthRadiusKm * std::asin(std::min(1.0, chord / 2));
}

}  // namespace jumelage
