#include "common/values/sphere.h"

#include <cmath>

#include "gtest/gtest.h"

namespace jumelage {
namespace {

double SquaredDistance(const SpherePoint& a, const SpherePoint& b) {
  return (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y) + (a.z - b.z) * (a.z - b.z);
}

TEST(SphereTest, PlacesLieOnTheUnitSphere) {
  for (const double latitude : {-90.0, -33.9, 0.0, 47.6, 90.0}) {
    for (const double longitude : {-180.0, -6.3, 0.0, 120.5, 180.0}) {
      EXPECT_NEAR(SquaredDistance(ToSphere(latitude, longitude), {}), 1, 1e-12);
    }
  }
}

TEST(SphereTest, DistancesAreThoseOfGreatCircles) {
  struct Case {
    double from_latitude, from_longitude, to_latitude, to_longitude, km;
  };
  // A degree of a great circle is 111.195 km.
  for (const Case& test : {Case{0, 0, 0, 1, 111.195}, Case{0, 0, 1, 0, 111.195},
                           Case{60, 0, 60, 180, 60 * 111.195}, Case{0, 179.5, 0, -179.5, 111.195},
                           // Paris and London.
                           Case{48.8566, 2.3522, 51.5074, -0.1278, 343.6}}) {
    const double found = SquaredDistance(ToSphere(test.from_latitude, test.from_longitude),
                                         ToSphere(test.to_latitude, test.to_longitude));
    EXPECT_LT(found, SquaredChord(test.km * 1.001));
    EXPECT_GT(found, SquaredChord(test.km * 0.999));
  }
}

TEST(SphereTest, ChordsGrowWithTheDistanceUpToTheOtherSideOfTheEarth) {
  EXPECT_EQ(SquaredChord(0), 0);
  double before = 0;
  for (double km = 1; km <= kMaxDistanceKm; km *= 1.5) {
    EXPECT_GT(SquaredChord(km), before);
    before = SquaredChord(km);
  }
  EXPECT_GT(SquaredChord(kMaxDistanceKm), SquaredDistance(ToSphere(47, 7), ToSphere(-47, -173)));
}

}  // namespace
}  // namespace jumelage
