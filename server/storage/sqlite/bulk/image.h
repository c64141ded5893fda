// Image: an SQLite file as it is at one moment, page by page, while others write to it. SQLite's
// own on-line backup reads the pages; what it believes to be a file hands them on.
#pragma once
#include "storage/bulk/bulk.h"
#include "storage/sqlite/connection.h"

namespace rapport::storage::sqlite {

// Of the snapshot that the connection is reading. Throws: what the sink throws, Error{Unavailable}.
void read_image(Connection& connection, const ImageSink& sink);

}  // namespace rapport::storage::sqlite
