#include <stddef.h>
#include <winscard.h>

// Swift sees neither the protocol headers, which are macros, nor the name of the reader that stands for the list of
// readers itself.
static inline LONG pcsc_transmit(SCARDHANDLE card, DWORD protocol, const BYTE *command, DWORD length, BYTE *reply,
                                 DWORD *reply_length) {
  return SCardTransmit(card, protocol == SCARD_PROTOCOL_T0 ? SCARD_PCI_T0 : SCARD_PCI_T1, command, length, NULL, reply,
                       reply_length);
}
static const char *const pcsc_reader_list = "\\\\?PnP?\\Notification";
