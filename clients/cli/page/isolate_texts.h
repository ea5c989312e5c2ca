#ifndef JUMELAGE_CLIENTS_CLI_PAGE_ISOLATE_TEXTS_H_
#define JUMELAGE_CLIENTS_CLI_PAGE_ISOLATE_TEXTS_H_

#include "clients/cli/page/directory.h"
#include "google/protobuf/message.h"

namespace jumelage::cli {

// Documents combine names with words and punctuation, such as "NAME (COUNTRY)". These functions
// isolate the direction of each text of a record (printable.h) before it becomes part of such a
// phrase. They don't change addresses, which the renderers handle.

void IsolateTexts(google::protobuf::Message* record);
// Isolates the texts of every record in the directory.
void IsolateTexts(Directory* directory);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_PAGE_ISOLATE_TEXTS_H_
