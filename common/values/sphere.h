#ifndef JUMELAGE_COMMON_VALUES_SPHERE_H_
#define JUMELAGE_COMMON_VALUES_SPHERE_H_

namespace jumelage {

// A place on Earth as a point of the unit sphere: comparing distances then takes products and sums
// alone, which SQL has.
struct SpherePoint {
  double x = 0;
  double y = 0;
  double z = 0;
};

// The point at a latitude and longitude in degrees.
SpherePoint ToSphere(double latitude, double longitude);

// The longest distance on Earth along a great circle, in kilometres, rounded up.
inline constexpr double kMaxDistanceKm = 20040;

// The square of the straight line between two points of the unit sphere that lie `km` kilometres
// apart along a great circle of the Earth, taken as a sphere of its mean radius: right within 0.6
// %. It grows with `km`, from 0 up to kMaxDistanceKm, to 4; from there on it is greater than any.
double SquaredChord(double km);

// The distance of two places along a great circle, in kilometres.
double DistanceKm(const SpherePoint& a, const SpherePoint& b);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_VALUES_SPHERE_H_
