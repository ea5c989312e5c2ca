#include "clients/cli/page/isolate_texts.h"

#include <string>
#include <vector>

#include "clients/cli/text/printable.h"
#include "google/protobuf/descriptor.h"

namespace jumelage::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

std::string IsolatedLines(const std::string& text) { return Isolated(PrintableLines(text)); }

void IsolateStrings(Message* message, const FieldDescriptor* field) {
  const Reflection& reflection = *message->GetReflection();
  if (!field->is_repeated()) {
    reflection.SetString(message, field, IsolatedLines(reflection.GetString(*message, field)));
    return;
  }
  for (int i = 0; i < reflection.FieldSize(*message, field); ++i) {
    reflection.SetRepeatedString(message, field, i,
                                 IsolatedLines(reflection.GetRepeatedString(*message, field, i)));
  }
}

void IsolateMessages(Message* message, const FieldDescriptor* field) {
  const Reflection& reflection = *message->GetReflection();
  if (!field->is_repeated()) {
    IsolateTexts(reflection.MutableMessage(message, field));
    return;
  }
  for (int i = 0; i < reflection.FieldSize(*message, field); ++i) {
    IsolateTexts(reflection.MutableRepeatedMessage(message, field, i));
  }
}

template <typename Records>
void IsolateRecords(Records* records) {
  for (auto& entry : *records) IsolateTexts(&entry.second);
}

}  // namespace

void IsolateTexts(Message* record) {
  std::vector<const FieldDescriptor*> fields;
  record->GetReflection()->ListFields(*record, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      IsolateMessages(record, field);
    } else if (field->type() == FieldDescriptor::TYPE_STRING && field->name() != "uri") {
      IsolateStrings(record, field);
    }
  }
}

void IsolateTexts(Directory* directory) {
  IsolateRecords(&directory->cities);
  IsolateRecords(&directory->organizations);
  IsolateRecords(&directory->agreements);
  IsolateRecords(&directory->twinnings);
  IsolateRecords(&directory->projects);
  IsolateRecords(&directory->references);
}

}  // namespace jumelage::cli
