// What the stand-in driver holds and does later, and the tests' own entry points, named stand_in_*,
// which inject faults and count what is held. After simt.h.
#pragma once

#include <deque>
#include <limits>
#include <map>
#include <mutex>

namespace {

constexpr int SUCCESS = 0, INVALID_VALUE = 1, OUT_OF_MEMORY = 2, NO_DEVICE = 100,
              INVALID_IMAGE = 200, INVALID_CONTEXT = 201, INVALID_HANDLE = 400, NOT_FOUND = 500,
              LAUNCH_FAILED = 719, NOT_SUPPORTED = 801, CAPTURE_UNSUPPORTED = 900,
              CAPTURE_INVALIDATED = 901;

std::recursive_mutex mutex;
int devices = 1, driver_version = 13000, capability = 90;
uint64_t order = 0;
long long total_memory = 1ll << 32;

// A fault: the countdown-th call of a function from now on fails.
struct Fault {
  int countdown;
  int error;
  bool lost;  // and so does every call after it
};
std::map<std::string, Fault> faults;
int sticky = SUCCESS;
std::string complaint;

std::map<char*, size_t> allocations;
size_t allocated = 0;
int contexts = 0, modules = 0, streams = 0, pinned = 0, graphs = 0, executables = 0,
    events = 0;
long long launches = 0, graph_launches = 0;

typedef std::function<int()> Work;
std::deque<Work> queue;

// What is being recorded instead of queued, if anything is; a call that cannot be recorded spoils it.
struct Graph {
  std::vector<Work> nodes;
};
Graph* capturing = nullptr;
bool spoilt = false;
thread_local void* current = nullptr;

constexpr size_t GUARD = 64;
char context_tag, module_tag;

int fail(const char* function) {
  if (sticky != SUCCESS) return sticky;
  auto it = faults.find(function);
  if (it == faults.end() || --it->second.countdown > 0) return SUCCESS;
  int error = it->second.error;
  if (it->second.lost) sticky = error;
  faults.erase(it);
  return error;
}

// Does what is queued, or only what is among the first pieces of work there ever were.
long long done = 0;
int drain(long long until = std::numeric_limits<long long>::max()) {
  while (!queue.empty() && done < until) {
    auto work = std::move(queue.front());
    queue.pop_front();
    done++;
    if (sticky != SUCCESS) continue;
    int result = work();
    if (result != SUCCESS) sticky = result;
  }
  return sticky;
}

int push(Work work) {
  if (capturing) {
    capturing->nodes.push_back(std::move(work));
  } else {
    queue.push_back(std::move(work));
  }
  return SUCCESS;
}

bool is_allocated(unsigned long long address, size_t bytes) {
  auto it = allocations.upper_bound(reinterpret_cast<char*>(address));
  if (it == allocations.begin()) return false;
  --it;
  return reinterpret_cast<char*>(address) + bytes <= it->first + it->second;
}

}  // namespace

extern "C" {

void stand_in_reset() {
  std::lock_guard<std::recursive_mutex> guard(mutex);
  faults.clear();
  queue.clear();
  delete capturing;
  capturing = nullptr;
  spoilt = false;
  driver_version = 13000;
  capability = 90;
  sticky = SUCCESS;
  complaint.clear();
  devices = 1;
  order = 0;
  total_memory = 1ll << 32;
  simt::skipped = -1;
}
void stand_in_skip(int site) { simt::skipped = site; }
const char* stand_in_site(int index) {
  return index < (int)simt::sites.size() ? simt::sites[index].c_str() : "";
}
void stand_in_devices(int count) { devices = count; }
void stand_in_version(int version) { driver_version = version; }
void stand_in_capability(int of) { capability = of; }
void stand_in_order(long long seed) { order = seed; }
void stand_in_memory(long long bytes) { total_memory = bytes; }
void stand_in_fail(const char* function, int countdown, int error, int lost) {
  std::lock_guard<std::recursive_mutex> guard(mutex);
  faults[function] = Fault{countdown, error, lost != 0};
}
long long stand_in_held(int what) {
  std::lock_guard<std::recursive_mutex> guard(mutex);
  switch (what) {
    case 0: return (long long)allocated;
    case 1: return (long long)allocations.size();
    case 2: return contexts;
    case 3: return modules;
    case 4: return streams;
    case 5: return pinned;
    case 6: return graphs;
    case 7: return executables;
    case 8: return events;
    case 9: return graph_launches;
    default: return launches;
  }
}
const char* stand_in_complaint() { return complaint.c_str(); }
}
