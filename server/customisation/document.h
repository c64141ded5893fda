// Document: all that a company has changed and added in the shipped model, in the language of the
// entity files themselves. A value without behaviour; a package that is carried elsewhere is one.
// Not here: how it is laid over the shipped files (layers.h), how it changes (edits.h).
#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/json.h"
#include "schema/strings.h"

namespace rapport::customisation {

// {"entities":{NAME:{…}}, "layouts":{NAME:{…}}, "strings":{"ru":{NAME:{…}},"uz":{…},"en":{…}}}.
// An entity of the company's own has its "area" beside the keys of an entity file; what is hidden,
// entity or field, has "deleted": true and keeps the rest, because its records are kept too.
using Document = base::json::object;

inline constexpr schema::Language kLanguages[] = {schema::Language::Ru, schema::Language::Uz,
                                                  schema::Language::En};

Document empty_document();

// By path, as it is stored: "entities/deals.json", "layouts/deals.json", "strings/ru/deals.json".
std::map<std::string, std::string> files_of(const Document& document);
// Throws: Error{Malformed} for a file that is not JSON.
Document document_of(const std::map<std::string, std::string>& files);

// The object at a path; null when something of it is not there. Lifetime: that of the document.
const base::json::object* find_object(const base::json::object& from,
                                      std::initializer_list<std::string_view> path);
// The same, made on the way.
base::json::object& object_at(base::json::object& from,
                              std::initializer_list<std::string_view> path);
bool is_deleted(const base::json::object& definition);

struct Difference {
  std::string path;         // "deals", "deals.fields.color", "layouts.deals", "strings.ru.deals"
  std::string_view change;  // added changed hidden restored removed
};
// `shipped`: names of entities that are not made by being named.
std::vector<Difference> differences(const Document& before, const Document& after,
                                    const std::set<std::string>& shipped);

}  // namespace rapport::customisation
