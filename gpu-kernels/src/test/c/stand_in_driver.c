/*
 * A CUDA driver without a GPU: the entry points that CudaDriver calls, with fixed answers.
 *
 *   -DDEVICES=n        shows n devices; with 0, cuInit reports CUDA_ERROR_NO_DEVICE
 *   -DHIDDEN           initialises, but counts no device, as CUDA_VISIBLE_DEVICES="" does
 *   -DFAILING          cuDeviceTotalMem_v2 fails with CUDA_ERROR_OUT_OF_MEMORY
 *   -DUNNAMED          ... with a code that cuGetErrorName does not know
 *   -DINCOMPLETE       lacks cuDeviceGetAttribute
 */
#include <stddef.h>
#include <stdio.h>

enum { SUCCESS = 0, INVALID_VALUE = 1, OUT_OF_MEMORY = 2, NO_DEVICE = 100, INVALID_DEVICE = 101 };

#if defined(_WIN32)
#define EXPORT __declspec(dllexport)
#else
#define EXPORT
#endif

/* A handle that is not the ordinal, so that a mix-up of the two shows. */
static int ordinal_of(int device) { return device - 1000; }

EXPORT int cuInit(unsigned flags) {
  if (flags != 0) return INVALID_VALUE;
  return DEVICES == 0 ? NO_DEVICE : SUCCESS;
}

EXPORT int cuDriverGetVersion(int *version) {
  *version = 12060;
  return SUCCESS;
}

EXPORT int cuDeviceGetCount(int *count) {
#ifdef HIDDEN
  *count = 0;
#else
  *count = DEVICES;
#endif
  return SUCCESS;
}

EXPORT int cuDeviceGet(int *device, int ordinal) {
  if (ordinal < 0 || ordinal >= DEVICES) return INVALID_DEVICE;
  *device = 1000 + ordinal;
  return SUCCESS;
}

EXPORT int cuDeviceGetName(char *name, int length, int device) {
  snprintf(name, (size_t)length, "Stand-in %d", ordinal_of(device));
  return SUCCESS;
}

#ifndef INCOMPLETE
EXPORT int cuDeviceGetAttribute(int *value, int attribute, int device) {
  switch (attribute) {
    case 16: *value = 132 + ordinal_of(device); return SUCCESS;
    case 75: *value = 9; return SUCCESS;
    case 76: *value = 1; return SUCCESS;
    default: return INVALID_VALUE;
  }
}
#endif

EXPORT int cuDeviceTotalMem_v2(size_t *bytes, int device) {
  if (ordinal_of(device) < 0 || ordinal_of(device) >= DEVICES) return INVALID_DEVICE;
#if defined(UNNAMED)
  return 12345;
#elif defined(FAILING)
  return OUT_OF_MEMORY;
#else
  *bytes = (size_t)80 << 30;
  return SUCCESS;
#endif
}

EXPORT int cuGetErrorName(int error, const char **name) {
  switch (error) {
    case OUT_OF_MEMORY: *name = "CUDA_ERROR_OUT_OF_MEMORY"; return SUCCESS;
    case NO_DEVICE: *name = "CUDA_ERROR_NO_DEVICE"; return SUCCESS;
    case INVALID_DEVICE: *name = "CUDA_ERROR_INVALID_DEVICE"; return SUCCESS;
    default: *name = NULL; return INVALID_VALUE;
  }
}
