#include <fstream>

#include "base/log.h"
#include "base/text.h"
#include "files/file_store.h"
#include "http/answers/file_response.h"
#include "http/routes/multipart.h"
#include "http/routes/record_request.h"
#include "http/routes/record_routes.h"
#include "http/routes/system_routes.h"
#include "records/changes.h"

namespace rapport::http::system_api {

using base::ErrorKind;
using base::Id;
using records::RecordService;
using schema::Cell;
using storage::Transaction;

namespace {

std::string checked_name(std::string_view given) {
  std::string name(base::trim(given));
  auto slash = name.find_last_of("/\\");
  if (slash != std::string::npos) name = name.substr(slash + 1);
  if (name.empty()) base::fail(ErrorKind::Malformed, "file_name_missing", "name");
  bool clean = base::is_valid_utf8(name);
  for (char c : name) clean = clean && static_cast<unsigned char>(c) >= ' ';
  if (!clean) base::fail(ErrorKind::Malformed, "invalid_text", "name");
  return std::string(base::prefix_of(name, base::limits::kTextChars));
}

// Gone with it, unless it has been moved away.
struct TemporaryFile {
  std::filesystem::path path = {};
  ~TemporaryFile() {
    std::error_code ignored;
    if (!path.empty()) std::filesystem::remove(path, ignored);
  }
};

// What was sent, whichever way: the body itself, or a form with a file.
struct Upload {
  const Call& call;
  TemporaryFile taken_out = {};  // the file of a form
  std::filesystem::path content = {};
  std::string name = {}, media_type = {};
  std::uint64_t size = 0;
  Form form = {};

  // A wish stands in the address, or else in the form.
  std::string_view wish(std::string_view what) const {
    auto given = call.query(what);
    return given ? *given : form.find(what).value_or("");
  }
  void read();
  void read_form_body(std::string_view type);
};

void Upload::read_form_body(std::string_view type) {
  taken_out.path = content;
  taken_out.path += ".part";
  std::ifstream body(content, std::ios::binary);
  std::ofstream file(taken_out.path, std::ios::binary);
  form = read_form(type, body, file);
  for (const auto& [field, value] : form.fields)
    if (field != "name" && field != "related" && field != "related_entity")
      base::fail(ErrorKind::Malformed, "unknown_member", field, {{"member", field}});
  content = taken_out.path;
  media_type = form.media_type;
  size = form.size;
}

void Upload::read() {
  if (!call.request.body_file) base::fail(ErrorKind::Malformed, "file_content_missing", "body");
  content = *call.request.body_file;
  auto type = call.request.headers.find("Content-Type");
  if (is_form(type)) {
    read_form_body(type);
  } else {
    media_type = type;
    size = std::filesystem::file_size(content);
  }
  if (size == 0) base::fail(ErrorKind::Malformed, "file_content_missing", "body");
  if (media_type.empty()) media_type = "application/octet-stream";
  auto wished = wish("name");
  name = checked_name(wished.empty() ? form.file_name : wished);
}

// The file's record is made by the program; only what it hangs on is the caller's wish, and is
// checked.
void set_file_fields(const Upload& upload, records::Changes& changes,
                     const schema::EntityDef& files) {
  changes.set(files, "name", upload.name);
  changes.set(files, "media_type", upload.media_type.substr(0, 150));
  changes.set(files, "size", static_cast<std::int64_t>(upload.size));
}

std::optional<records::Reference> related_of(const Upload& upload) {
  auto id_text = upload.wish("related");
  if (id_text.empty()) return std::nullopt;
  auto id = Id::parse(id_text);
  if (!id) base::fail(ErrorKind::Malformed, "not_an_id", "related");
  return records::Reference{std::string(upload.wish("related_entity")), *id};
}

// A content whose record was refused. Where nobody knows whether there is a record, as when the
// connection to the database broke off, the content stays: it costs room and nothing else.
void remove_refused(files::FileStore& store, const Id& id, const base::Error& refusal) {
  if (refusal.kind == ErrorKind::Unavailable || refusal.kind == ErrorKind::Internal) return;
  try {
    store.remove(id);
  } catch (const base::Error& error) {
    base::log(base::LogLevel::Warning, "a content without a record stays",
              {{"place", store.place()}, {"file", id.text()}, {"error", error.detail}});
  }
}

}  // namespace

Response upload_file(const Call& call) {
  auto context = context_of(call);
  const auto& files = context.entity("files");
  Upload upload{call};
  upload.read();
  records::Changes changes;
  changes.id = context.new_id();
  set_file_fields(upload, changes, files);
  if (auto related = related_of(upload)) {
    records::FieldChange change{&files.field("related"), {Cell(related->id), {}}};
    if (!related->entity.empty()) change.cells[1] = related->entity;
    changes.fields.push_back(std::move(change));
  }
  auto& store = *call.context.services->files;
  store.put(*changes.id, upload.content);
  Response response;
  try {
    call.context.services->database->write([&](Transaction& transaction) {
      RecordService(transaction, context).create(files, changes);
      std::int64_t version = 0;
      auto body = records::record_json(transaction, context, files, *changes.id, {}, &version);
      response = record_response(std::move(body), version, 201);
    });
  } catch (const base::Error& error) {
    remove_refused(store, *changes.id, error);
    throw;
  }
  response.headers.add("Location", "/api/v1/files/" + changes.id->text());
  return response;
}

// The content, but the record for who asks for JSON by name.
Response get_file(const Call& call) {
  auto accept = call.request.headers.find("Accept");
  bool wants_record = accept.starts_with("application/json") || call.query("fields");
  if (!wants_record) return file_content(call);
  PathParameters parameters{{"entity", "files"}, {"id", std::string(call.parameter("id"))}};
  return records_api::get({call.request, call.context, parameters, call.known});
}

Response export_files(const Call& call) {
  PathParameters parameters{{"entity", "files"}};
  return export_records({call.request, call.context, parameters, call.known});
}

// By the right to the file's record, and to the record that it hangs on.
Response file_content(const Call& call) {
  auto context = context_of(call);
  auto id = id_of(call);
  std::string name, media_type;
  std::uint64_t size = 0;
  call.context.services->database->read([&](Transaction& transaction) {
    RecordService service(transaction, context);
    auto file = service.load(context.entity("files"), id, access::Action::Read);
    if (auto related = file.reference("related"))
      service.load(context.entity(related->entity), related->id, access::Action::Read);
    name = file.title();
    size = static_cast<std::uint64_t>(file.integer("size").value_or(0));
    media_type = file.text("media_type").value_or("application/octet-stream");
  });
  ServedFile served;
  served.open = from_store(*call.context.services->files, id);
  served.size = size;
  served.content_type = media_type;
  served.name = name;
  served.tag = id.text();
  return file_response(call.request, served);
}

}  // namespace rapport::http::system_api
