// Definitions as the calls take them, with their words inside, taken apart into what a document
// keeps: definition here, words there. A part of edits.h.
#pragma once
#include "customisation/edits.h"

namespace rapport::customisation {

class DefinitionReader {
 public:
  DefinitionReader(const Shipped& shipped, Edited& edited, schema::Language language)
      : shipped_(shipped), edited_(edited), language_(language) {}

  // {"type",…,"labels":{LANGUAGE:word} or word,"hints":…,"choices":[{"key","color","labels"}],
  // "replace":{KEY:KEY or null}}
  void put_field(const std::string& entity, const std::string& field,
                 const base::json::value& body);
  // {"area",…,"labels":{LANGUAGE:{"one","many","new"}},"fields":{NAME:…},"layouts":{…}}
  void put_entity(const std::string& entity, const base::json::value& body);
  // As a layouts file; a section may have "labels".
  void put_layouts(const std::string& entity, const base::json::value& body);
  // {"entities","layouts","strings","replace":{"deals.color":{KEY:KEY or null}}}
  void install(const base::json::value& body);

 private:
  void put_words(const std::string& entity, std::initializer_list<std::string_view> path,
                 std::string_view name, const base::json::value& labels, const std::string& place);
  base::json::array choices_of(const std::string& entity, const std::string& field,
                               const base::json::value& body);
  void append_to_layout(const std::string& entity, const std::string& field);
  void take_replacements(const std::string& path, const base::json::value& body);
  void complete_new_entity(const std::string& entity, base::json::object& definition);

  const Shipped& shipped_;
  Edited& edited_;
  schema::Language language_;
};

}  // namespace rapport::customisation
