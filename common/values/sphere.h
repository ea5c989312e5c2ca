#ifndef JUMELAGE_COMMON_VALUES_SPHERE_H_
#define JUMELAGE_COMMON_VALUES_SPHERE_H_

namespace jumelage {

// A place on Earth as a point on the unit sphere. Distances can then be compared in SQL, using only
// products and sums.
struct SpherePoint {
  double x = 0;
  double y = 0;
  double z = 0;
};

// Returns the point at a latitude and longitude in degrees.
SpherePoint ToSphere(double latitude, double longitude);

// The longest distance on Earth along a great circle, in kilometres, rounded up.
inline constexpr double kMaxDistanceKm = 20040;

// Returns the square of the length of the straight line between two points of the unit sphere that
// are `km` kilometres apart along a great circle. The Earth is treated as a sphere with its mean
// radius, which is accurate to within 0.6 %. The result grows with `km` from 0 to 4. From
// kMaxDistanceKm on, it is greater than the squared distance of any two points.
double SquaredChord(double km);

// Returns the distance between two places along a great circle, in kilometres.
double DistanceKm(const SpherePoint& a, const SpherePoint& b);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_VALUES_SPHERE_H_
