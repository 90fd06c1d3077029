#include <libxml/xmlversion.h>
/* Debian's libxml2 shows ICU's types in one struct that is not used here; Foundation brings an ICU of its own, and the
   two cannot be imported side by side. */
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xmlreader.h>
