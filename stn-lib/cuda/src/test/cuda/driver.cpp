// The NVIDIA driver's part: the name of a GPU that is not there.

#include <string.h>

extern "C" int cuDeviceGetName(char *name, int size, int) {
  strncpy(name, "processor in a GPU's clothes", size);
  return 0;
}
