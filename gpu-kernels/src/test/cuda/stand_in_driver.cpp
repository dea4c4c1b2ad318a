// A libcuda.so.1 for tests: the driver calls that the host code makes, over the host's memory and
// the kernels compiled with simt.h. As with the real one a stream does its work later: nothing is
// copied or computed before something waits for it.
#include "simt.h"
#include "hone.cu"
#include "stand_in_device.h"

namespace {

struct Entry {
  const char* name;
  std::function<std::function<void()>(void**)> bind;
  unsigned shared = 48 << 10;  // bytes that a launch may ask for
};

// What a block can have after it was asked for, by compute capability.
int shared_memory() { return capability < 80 ? 64 << 10 : capability == 90 ? 227 << 10 : 99 << 10; }

// Copies the arguments at the launch, as the driver does.
template <class... A>
Entry entry(const char* name, void (*kernel)(A...)) {
  return {name, [kernel](void** arguments) {
            return [&]<size_t... I>(std::index_sequence<I...>) -> std::function<void()> {
              std::tuple<A...> copy{*static_cast<A*>(arguments[I])...};
              return [kernel, copy] { std::apply(kernel, copy); };
            }(std::index_sequence_for<A...>{});
          }};
}

#define ENTRY(kernel) entry(#kernel, kernel)
Entry entries[] = {
#include "kernels.inc"
};

}  // namespace

#define CHECKED(function)                              \
  std::lock_guard<std::recursive_mutex> guard(mutex);  \
  if (int error = fail(function)) return error

// A call that waits or takes memory: not while something is recorded.
#define NOT_RECORDED(function)        \
  CHECKED(function);                  \
  if (capturing) {                    \
    spoilt = true;                    \
    return CAPTURE_UNSUPPORTED;       \
  }

extern "C" {

typedef unsigned long long Address;

int cuInit(unsigned) {
  CHECKED("cuInit");
  return devices ? SUCCESS : NO_DEVICE;
}
int cuDriverGetVersion(int* version) {
  *version = driver_version;
  return SUCCESS;
}
int cuDeviceGetCount(int* count) {
  CHECKED("cuDeviceGetCount");
  *count = devices;
  return SUCCESS;
}
int cuDeviceGet(int* device, int ordinal) {
  CHECKED("cuDeviceGet");
  *device = ordinal;
  return SUCCESS;
}
int cuDeviceGetName(char* name, int length, int) {
  snprintf(name, length, "stand-in");
  return SUCCESS;
}
int cuDeviceTotalMem_v2(size_t* bytes, int) {
  *bytes = total_memory;
  return SUCCESS;
}
int cuDeviceGetAttribute(int* value, int attribute, int) {
  CHECKED("cuDeviceGetAttribute");
  *value = attribute == 75   ? capability / 10
           : attribute == 76 ? capability % 10
           : attribute == 16 ? 4
           : attribute == 97 ? shared_memory()
                             : 0;
  return SUCCESS;
}
int cuGetErrorName(int error, const char** name) {
  switch (error) {
    case OUT_OF_MEMORY: *name = "CUDA_ERROR_OUT_OF_MEMORY"; break;
    case NO_DEVICE: *name = "CUDA_ERROR_NO_DEVICE"; break;
    case INVALID_IMAGE: *name = "CUDA_ERROR_INVALID_IMAGE"; break;
    case INVALID_VALUE: *name = "CUDA_ERROR_INVALID_VALUE"; break;
    case INVALID_CONTEXT: *name = "CUDA_ERROR_INVALID_CONTEXT"; break;
    case INVALID_HANDLE: *name = "CUDA_ERROR_INVALID_HANDLE"; break;
    case NOT_FOUND: *name = "CUDA_ERROR_NOT_FOUND"; break;
    case LAUNCH_FAILED: *name = "CUDA_ERROR_LAUNCH_FAILED"; break;
    case NOT_SUPPORTED: *name = "CUDA_ERROR_NOT_SUPPORTED"; break;
    case CAPTURE_UNSUPPORTED: *name = "CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED"; break;
    case CAPTURE_INVALIDATED: *name = "CUDA_ERROR_STREAM_CAPTURE_INVALIDATED"; break;
    case 46: *name = "CUDA_ERROR_DEVICE_UNAVAILABLE"; break;
    case 214: *name = "CUDA_ERROR_ECC_UNCORRECTABLE"; break;
    case 700: *name = "CUDA_ERROR_ILLEGAL_ADDRESS"; break;
    case 209: *name = "CUDA_ERROR_NO_BINARY_FOR_GPU"; break;
    case 222: *name = "CUDA_ERROR_UNSUPPORTED_PTX_VERSION"; break;
    default:
      *name = nullptr;
      return INVALID_VALUE;
  }
  return SUCCESS;
}
int cuDevicePrimaryCtxRetain(void** context, int) {
  CHECKED("cuDevicePrimaryCtxRetain");
  contexts++;
  *context = &context_tag;
  return SUCCESS;
}
int cuDevicePrimaryCtxRelease_v2(int) {
  std::lock_guard<std::recursive_mutex> guard(mutex);
  contexts--;
  return SUCCESS;
}
int cuCtxSetCurrent(void* context) {
  CHECKED("cuCtxSetCurrent");
  current = context;
  return SUCCESS;
}
int cuCtxGetStreamPriorityRange(int* least, int* greatest) {
  CHECKED("cuCtxGetStreamPriorityRange");
  *least = 0;
  *greatest = -5;
  return current ? SUCCESS : INVALID_CONTEXT;
}
int cuStreamCreateWithPriority(void** stream, unsigned, int) {
  CHECKED("cuStreamCreateWithPriority");
  streams++;
  *stream = &queue;
  return current ? SUCCESS : INVALID_CONTEXT;
}
int cuStreamDestroy_v2(void*) {
  std::lock_guard<std::recursive_mutex> guard(mutex);
  streams--;
  return drain();
}
int cuStreamSynchronize(void* stream) {
  NOT_RECORDED("cuStreamSynchronize");
  return stream == &queue ? drain() : INVALID_HANDLE;
}
int cuModuleLoadData(void** module, const void* image) {
  CHECKED("cuModuleLoadData");
  // A fatbin starts with 0xba55ed50, PTX with text.
  unsigned magic;
  memcpy(&magic, image, sizeof magic);
  if (magic != 0xba55ed50u && memcmp(image, "//", 2) != 0) return INVALID_IMAGE;
  modules++;
  for (Entry& e : entries) e.shared = 48 << 10;
  *module = &module_tag;
  return current ? SUCCESS : INVALID_CONTEXT;
}
int cuModuleUnload(void*) {
  std::lock_guard<std::recursive_mutex> guard(mutex);
  modules--;
  return SUCCESS;
}
int cuModuleGetFunction(void** function, void* module, const char* name) {
  CHECKED("cuModuleGetFunction");
  if (module != &module_tag) return INVALID_HANDLE;
  for (Entry& e : entries) {
    if (!strcmp(name, e.name)) {
      *function = &e;
      return SUCCESS;
    }
  }
  return NOT_FOUND;
}
int cuFuncSetAttribute(void* function, int attribute, int value) {
  CHECKED("cuFuncSetAttribute");
  if (attribute != 8 || value < 0 || value > shared_memory()) return INVALID_VALUE;
  static_cast<Entry*>(function)->shared = value;
  return SUCCESS;
}
int cuMemGetInfo_v2(size_t* free, size_t* total) {
  NOT_RECORDED("cuMemGetInfo_v2");
  *free = total_memory - allocated;
  *total = total_memory;
  return current ? SUCCESS : INVALID_CONTEXT;
}
int cuMemAlloc_v2(Address* address, size_t bytes) {
  NOT_RECORDED("cuMemAlloc_v2");
  if (!current) return INVALID_CONTEXT;
  if (bytes == 0) return INVALID_VALUE;
  if ((long long)(allocated + bytes) > total_memory) return OUT_OF_MEMORY;
  char* p = static_cast<char*>(malloc(bytes + 2 * GUARD));
  memset(p, 0xff, bytes + 2 * GUARD);
  allocations[p + GUARD] = bytes;
  allocated += bytes;
  *address = reinterpret_cast<Address>(p + GUARD);
  return SUCCESS;
}
int cuMemFree_v2(Address address) {
  std::lock_guard<std::recursive_mutex> guard(mutex);
  drain();
  char* p = reinterpret_cast<char*>(address);
  auto it = allocations.find(p);
  if (it == allocations.end()) return INVALID_VALUE;
  for (size_t i = 0; i < GUARD; i++) {
    if (p[-1 - (long)i] != char(0xff) || p[it->second + i] != char(0xff))
      complaint = "a kernel or copy wrote outside an allocation of " + std::to_string(it->second);
  }
  allocated -= it->second;
  allocations.erase(it);
  free(p - GUARD);
  return SUCCESS;
}
int cuMemHostAlloc(void** pointer, size_t bytes, unsigned) {
  NOT_RECORDED("cuMemHostAlloc");
  *pointer = malloc(bytes);
  memset(*pointer, 0xff, bytes);
  pinned++;
  return SUCCESS;
}
int cuMemFreeHost(void* pointer) {
  std::lock_guard<std::recursive_mutex> guard(mutex);
  drain();
  free(pointer);
  pinned--;
  return SUCCESS;
}
int cuMemcpyHtoDAsync_v2(Address to, const void* from, size_t bytes, void* stream) {
  CHECKED("cuMemcpyHtoDAsync_v2");
  if (stream != &queue) return INVALID_HANDLE;
  if (!is_allocated(to, bytes)) return INVALID_VALUE;
  return push([=] {
    memcpy(reinterpret_cast<void*>(to), from, bytes);
    return SUCCESS;
  });
}
int cuMemcpyDtoHAsync_v2(void* to, Address from, size_t bytes, void* stream) {
  CHECKED("cuMemcpyDtoHAsync_v2");
  if (stream != &queue) return INVALID_HANDLE;
  if (!is_allocated(from, bytes)) return INVALID_VALUE;
  return push([=] {
    memcpy(to, reinterpret_cast<void*>(from), bytes);
    return SUCCESS;
  });
}
int cuMemcpyDtoDAsync_v2(Address to, Address from, size_t bytes, void* stream) {
  CHECKED("cuMemcpyDtoDAsync_v2");
  if (stream != &queue) return INVALID_HANDLE;
  if (!is_allocated(from, bytes) || !is_allocated(to, bytes)) return INVALID_VALUE;
  return push([=] {
    memmove(reinterpret_cast<void*>(to), reinterpret_cast<void*>(from), bytes);
    return SUCCESS;
  });
}
int cuMemsetD8Async(Address to, unsigned char value, size_t bytes, void* stream) {
  CHECKED("cuMemsetD8Async");
  if (stream != &queue) return INVALID_HANDLE;
  if (!is_allocated(to, bytes)) return INVALID_VALUE;
  return push([=] {
    memset(reinterpret_cast<void*>(to), value, bytes);
    return SUCCESS;
  });
}
int cuLaunchKernel(void* function, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by,
                   unsigned bz, unsigned shared, void* stream, void** arguments, void**) {
  CHECKED("cuLaunchKernel");
  if (stream != &queue) return INVALID_HANDLE;
  if (!current) return INVALID_CONTEXT;
  // The limits of every device.
  if (!gx || !gy || !gz || gy > 65535 || gz > 65535 || bx * by * bz == 0 || bx * by * bz > 1024)
    return INVALID_VALUE;
  if (shared > static_cast<Entry*>(function)->shared) return INVALID_VALUE;
  launches++;
  auto body = static_cast<Entry*>(function)->bind(arguments);
  const char* name = static_cast<Entry*>(function)->name;
  return push([=] {
    if (const char* fault = simt::launch({gx, gy, gz}, {bx, by, bz}, shared, order, body)) {
      complaint = std::string(name) + ": " + fault;
      return LAUNCH_FAILED;
    }
    return SUCCESS;
  });
}

// An event is how many pieces of work there were when it was recorded.
int cuEventCreate(void** event, unsigned) {
  CHECKED("cuEventCreate");
  events++;
  *event = new long long(0);
  return current ? SUCCESS : INVALID_CONTEXT;
}
int cuEventRecord(void* event, void* stream) {
  NOT_RECORDED("cuEventRecord");
  if (stream != &queue) return INVALID_HANDLE;
  *static_cast<long long*>(event) = done + (long long)queue.size();
  return SUCCESS;
}
int cuEventSynchronize(void* event) {
  NOT_RECORDED("cuEventSynchronize");
  return drain(*static_cast<long long*>(event));
}
int cuEventDestroy_v2(void* event) {
  std::lock_guard<std::recursive_mutex> guard(mutex);
  events--;
  delete static_cast<long long*>(event);
  return SUCCESS;
}

int cuLaunchHostFunc(void* stream, void (*function)(void*), void* data) {
  CHECKED("cuLaunchHostFunc");
  if (stream != &queue) return INVALID_HANDLE;
  return push([=] {
    function(data);
    return SUCCESS;
  });
}
int cuStreamBeginCapture_v2(void* stream, int mode) {
  CHECKED("cuStreamBeginCapture_v2");
  if (stream != &queue) return INVALID_HANDLE;
  if (capturing || mode < 0 || mode > 2) return INVALID_VALUE;
  capturing = new Graph;
  spoilt = false;
  return SUCCESS;
}
int cuStreamEndCapture(void* stream, void** graph) {
  std::lock_guard<std::recursive_mutex> guard(mutex);
  *graph = nullptr;
  if (stream != &queue || !capturing) return INVALID_VALUE;
  Graph* recorded = capturing;
  // The stream leaves its recording whatever else happens.
  capturing = nullptr;
  int error = fail("cuStreamEndCapture");
  if (spoilt || error) {
    delete recorded;
    return error ? error : CAPTURE_INVALIDATED;
  }
  graphs++;
  *graph = recorded;
  return SUCCESS;
}
int cuGraphInstantiateWithFlags(void** executable, void* graph, unsigned long long) {
  NOT_RECORDED("cuGraphInstantiateWithFlags");
  executables++;
  *executable = new Graph(*static_cast<Graph*>(graph));
  return SUCCESS;
}
int cuGraphDestroy(void* graph) {
  std::lock_guard<std::recursive_mutex> guard(mutex);
  graphs--;
  delete static_cast<Graph*>(graph);
  return SUCCESS;
}
int cuGraphLaunch(void* executable, void* stream) {
  NOT_RECORDED("cuGraphLaunch");
  if (stream != &queue) return INVALID_HANDLE;
  graph_launches++;
  for (const Work& work : static_cast<Graph*>(executable)->nodes) queue.push_back(work);
  return SUCCESS;
}
int cuGraphExecDestroy(void* executable) {
  std::lock_guard<std::recursive_mutex> guard(mutex);
  drain();
  executables--;
  delete static_cast<Graph*>(executable);
  return SUCCESS;
}
}
