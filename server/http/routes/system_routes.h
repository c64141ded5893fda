// Handlers beside records and sign-in: health, measures, the contract, search, live changes, files,
// import and export.
#pragma once
#include <memory>

#include "http/context.h"
#include "http/live/stream.h"

namespace rapport::http::system_api {

Response live(const Call& call);
Response ready(const Call& call);
Response metrics(const Call& call);
Response openapi(const Call& call);
Response search(const Call& call);
Response samples(const Call& call);
Response forecast_of_samples(const Call& call);
Response remove_samples(const Call& call);
std::unique_ptr<StreamListener> stream(const Call& call);
Response upload_file(const Call& call);
Response file_content(const Call& call);
Response get_file(const Call& call);
Response export_files(const Call& call);
Response preview_import(const Call& call);
Response words_of_import(const Call& call);
Response start_import(const Call& call);
Response list_imports(const Call& call);
Response import_state(const Call& call);
Response act_on_import(const Call& call);
Response forecast_of_undo(const Call& call);
Response failed_rows(const Call& call);
Response export_records(const Call& call);
Response tell_of_made_export(const Call& call);

}  // namespace rapport::http::system_api
