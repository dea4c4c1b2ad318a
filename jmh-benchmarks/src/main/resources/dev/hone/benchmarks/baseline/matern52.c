#include <math.h>

/*
 * The baseline of MaternTriangleBenchmark: upper triangle of a Matern-5/2 covariance and of
 * G = -2 dk/d(r^2) beside it, from coordinates divided by their length-scales, one coordinate per
 * row of x. Of several ways to write it (blocks of 8 to 1024 columns) the plain one came out
 * fastest with gcc 12 on AVX-512.
 */
void matern52_triangle(int n, int d, const double *restrict x, int ldx, double output_scale,
                       double noise, double *restrict k, double *restrict g, int ld) {
  for (int i = 0; i < n; i++) {
    double *restrict ki = k + (long)i * ld;
    double *restrict gi = g + (long)i * ld;
    for (int j = i; j < n; j++) {
      ki[j] = 0;
    }
    for (int c = 0; c < d; c++) {
      const double *restrict xc = x + (long)c * ldx;
      double p = xc[i];
      for (int j = i; j < n; j++) {
        double u = xc[j] - p;
        ki[j] += u * u;
      }
    }
    for (int j = i; j < n; j++) {
      double q = sqrt(5 * ki[j]);
      double e = output_scale * exp(-q);
      ki[j] = (1 + q + q * q / 3) * e;
      gi[j] = 5.0 / 3 * (1 + q) * e;
    }
    ki[i] = output_scale + noise;
  }
}
