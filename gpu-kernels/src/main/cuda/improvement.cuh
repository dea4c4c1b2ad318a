// Log Expected Improvement, elementwise: the approximations of core-math's LogImprovement, whose
// javadoc says what they approximate and how well.
#pragma once
#include "platform.cuh"

constexpr double HALF_LOG_2PI = 0.9189385332046728;
constexpr double INVERSE_SQRT_2PI = 0.3989422804014327;

template <int N>
__device__ inline double polynomial(const double (&c)[N], double x) {
  double y = c[N - 1];
#pragma unroll
  for (int i = N - 2; i >= 0; i--) y = fma(y, x, c[i]);
  return y;
}

// h(-a) sqrt(2 pi) e^(a^2/2) (1 + a)^2.
__device__ inline double left_value(double t) {
  const double c[] = {
      1.2609676963209662, -0.3042272135757507, -0.006650383546608127, 0.0994777008126847,
      -0.06989975413511405, 0.021247642222560897, 0.002632257750774651, -0.0052867393803006845,
      0.0018317598563949687, 0.0001216784311887272, -0.0002699958533664031, 3.267508614682242e-5,
      3.324033403931082e-5, -7.792394282749246e-6, -4.523487048170549e-6, 1.3002656317278993e-6,
      7.303478274269834e-7, -1.8696099632774147e-7, -1.3347621155190628e-7, 2.1986997654586664e-8,
      2.442271050876134e-8, -1.6981986112789288e-9, -3.6915744228890686e-9, 4.19155569482106e-11,
      3.1961274767329716e-10};
  return polynomial(c, t);
}

// Phi(-a)/h(-a)/(1 + a).
__device__ inline double left_derivative(double t) {
  const double c[] = {
      0.9014058247442617, 0.07662874179713443, 0.05472509840728352, -0.048128679350011444,
      0.018537759064149013, -0.0032366384758487346, 0.0005184426674339366, -0.0010667204244612035,
      0.0008715595251201905, -0.0002510630182673322, -2.6434690426054966e-5,
      4.1945423294960385e-6, 3.574523543515362e-5, -1.9484093741616745e-5, -1.26872036037269e-6,
      3.0060428034643867e-6, 1.0033508668977968e-6, -1.3594307081978106e-6, 7.472828265301395e-8,
      2.602113863453741e-7, -8.078120370445983e-9, -7.631546727425384e-8, 1.3869316052870569e-8,
      1.210749951744977e-8, -2.2733285696523204e-9, -1.9357230931716e-9, 4.831504391181297e-10,
      1.0652693372251946e-11, 1.93587873609971e-11};
  return polynomial(c, t);
}

// log h(z)/(z - root).
__device__ inline double middle_log(double t) {
  const double c[] = {
      0.90075919951784, -0.2257069769955371, 0.032511999084628415, 0.0004958738479383694,
      -0.0006141161471204297, -6.763029058687722e-5, 1.814139055698597e-5, 5.305230390699453e-6,
      -2.3368466652837237e-7, -3.155887028075482e-7, -3.2140748203978255e-8,
      1.3271298608769517e-8, 3.876379942904865e-9, -1.8998429880930104e-10,
      -2.619968164372561e-10, -2.97355588761682e-11, 1.1294744605200229e-11,
      3.635562346662815e-12, -1.2194609763361542e-13, -2.4688272599711853e-13,
      -2.9646259208004916e-14, 1.0961020160892138e-14, 2.9415590330377675e-15,
      -2.5676908161909914e-16, -1.1844789888137274e-16};
  return polynomial(c, t);
}

// Phi(z)/h(z).
__device__ inline double middle_derivative(double t) {
  const double c[] = {
      0.9909227180041099, -0.4773891920587078, 0.09694173475322276, 0.0029647831360787302,
      -0.002935498846757561, -0.0004492635611750156, 0.00011215471322408966, 4.318864614893551e-5,
      -9.685435652369868e-7, -3.0274938626969783e-6, -4.1186487316439536e-7, 1.406735085569813e-7,
      5.1379676005667335e-8, -1.194496701550025e-9, -3.751912151768973e-9, -5.479916574183488e-10,
      1.6742338843699121e-10, 6.633362634384857e-11, -4.928720596545565e-13,
      -4.706251103228143e-12, -6.991683407674071e-13, 2.1630656866729323e-13,
      6.729722274088191e-14, -5.108932839568225e-15, -2.7511267647835835e-15};
  return polynomial(c, t);
}

// log h(z), h(z) = phi(z) + z Phi(z).
__device__ __noinline__ double log_h(double z) {
  if (z <= -1) {
    if (z < -1e150) return -0.5 * z * z;
    double a = -z;
    double scaled = left_value((a - 6) / (a + 4)) / ((1 + a) * (1 + a));
    return fma(-0.5 * z, z, log(scaled) - HALF_LOG_2PI);
  }
  if (z < 2) return ((z - 0.8994715612537435) - 4.8403423274293684e-17) * middle_log(z - 0.5);
  double a = fmin(z, 37.0);
  double scaled = left_value((a - 6) / (a + 4)) / ((1 + a) * (1 + a));
  return log(fma(INVERSE_SQRT_2PI * scaled, exp(-0.5 * a * a), z));
}

// Phi(z)/h(z), the derivative of log h.
__device__ __noinline__ double log_h_derivative(double z) {
  if (z <= -1) {
    double a = -z;
    return z < -1e150 ? a : (1 + a) * left_derivative((a - 6) / (a + 4));
  }
  if (z < 2) return middle_derivative(z - 0.5);
  double a = fmin(z, 37.0);
  double scaled = left_value((a - 6) / (a + 4)) / ((1 + a) * (1 + a));
  double h = fma(INVERSE_SQRT_2PI * scaled, exp(-0.5 * a * a), z);
  return (1 - 0.5 * erfc(a * 0.70710678118654752440)) / h;
}

// phi(z)/h(z) from Phi(z)/h(z): 1 - z Phi/h, but from its logarithm where that would cancel.
__device__ inline double density_ratio(double z, double ratio) {
  return z <= 0 ? 1 - z * ratio : exp(-0.5 * z * z - HALF_LOG_2PI - log_h(z));
}

// log EI, minimising, and its derivatives by mean and, times -2, by variance; a variance held at its
// floor does not move. Ament et al. (2023), eq. 9.
struct Improvement {
  double value, by_mean, by_variance;
  __device__ Improvement(double mean, double variance, double best, double floor) {
    double sigma = sqrt(fmax(variance, floor));
    double z = (best - mean) / sigma;
    value = log(sigma) + log_h(z);
    double ratio = log_h_derivative(z);
    by_mean = -ratio / sigma;
    by_variance = variance > floor ? -density_ratio(z, ratio) / (sigma * sigma) : 0.0;
  }
};
