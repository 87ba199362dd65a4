// libcsv as the system installed it: Lumbar reads with its strict mode.
#include <csv.h>
