// Shared by breaker.c and rules.c; Swift does not see it.
#ifndef CICU_BREAKER_H
#define CICU_BREAKER_H

#include "cicu.h"
#include <unicode/ubrk.h>

struct cicu_breaker {
  UBreakIterator *iterator;
};

#endif
