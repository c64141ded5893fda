#include "customisation/edits.h"

#include "base/error.h"
#include "base/text.h"
#include "customisation/definitions.h"

namespace rapport::customisation {

namespace json = base::json;
using base::ErrorKind;

namespace {

// Shipped, or of one's own and not hidden.
void require_entity(const Shipped& shipped, const Document& document, const std::string& entity) {
  const auto* own = find_object(document, {"entities", entity});
  if (shipped.entity(entity) || (own && !is_deleted(*own))) return;
  base::fail(ErrorKind::NotFound, "unknown_entity", "",
             {{"entity", std::string(base::prefix_of(entity, 60))}});
}

void hide(Document& document, std::initializer_list<std::string_view> path, const char* code,
          base::MessageArguments arguments) {
  const auto* own = find_object(document, path);
  if (!own || is_deleted(*own)) base::fail(ErrorKind::NotFound, code, "", std::move(arguments));
  object_at(document, path)["deleted"] = true;
}

}  // namespace

Edited edit(const Shipped& shipped, const Document& document, const Edit& edit) {
  Edited edited{document, {}};
  DefinitionReader reader(shipped, edited, edit.language);
  const auto& entity = edit.entity;
  using Kind = Edit::Kind;
  if (edit.kind == Kind::Install) {
    reader.install(edit.body);
    return edited;
  }
  if (edit.kind != Kind::PutEntity) require_entity(shipped, document, entity);
  switch (edit.kind) {
    case Kind::PutField: reader.put_field(entity, edit.field, edit.body); break;
    case Kind::HideField:
      if (shipped.field(entity, edit.field))
        base::fail(ErrorKind::Invalid, "shipped_definition", edit.field);
      hide(edited.document, {"entities", entity, "fields", edit.field}, "unknown_field",
           {{"field", std::string(base::prefix_of(edit.field, 60))}});
      break;
    case Kind::PutEntity: reader.put_entity(entity, edit.body); break;
    case Kind::HideEntity:
      if (shipped.entity(entity)) base::fail(ErrorKind::Invalid, "shipped_definition", entity);
      hide(edited.document, {"entities", entity}, "unknown_entity", {{"entity", entity}});
      break;
    case Kind::PutLayouts: reader.put_layouts(entity, edit.body); break;
    case Kind::ShippedLayouts: object_at(edited.document, {"layouts"}).erase(entity); break;
    case Kind::Install: break;
  }
  return edited;
}

}  // namespace rapport::customisation
