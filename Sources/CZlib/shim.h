// zlib as the system installed it.
#include <zlib.h>
