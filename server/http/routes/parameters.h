// Query parameters of the routes, as tables that routes.cpp hands to them: what is not named there
// is refused, and a handler cannot read it.
// Not here: how they are read (record_request.h).
#pragma once
#include "http/context.h"

namespace rapport::http::parameters {

inline constexpr std::string_view kText = R"({"type":"string"})";
inline constexpr std::string_view kFlag = R"({"type":"string","enum":["true","false"]})";
inline constexpr std::string_view kPageSize =
    R"({"type":"integer","minimum":1,"maximum":500,"default":50})";

inline constexpr QueryParameter kFilter{"filter", kText, "Conditions, the JSON of Filter"};
inline constexpr QueryParameter kWords{"q", kText, "Words of the name"};
inline constexpr QueryParameter kSort{"sort", kText, "Fields, - before one for falling: "
                                                     "-amount,name"};
inline constexpr QueryParameter kFields{"fields", kText,
                                        "Fields to return, paths through links too"};
inline constexpr QueryParameter kLimit{"limit", kPageSize, "How many at most"};
inline constexpr QueryParameter kCursor{"cursor", kText, "The value of next of the page before"};
inline constexpr QueryParameter kCount{"count", R"({"type":"string","enum":["exact","none"]})",
                                       "exact: total counts all that there are"};
inline constexpr QueryParameter kDeleted{"deleted", kFlag, "true: what is in the recycle bin"};

inline constexpr QueryParameter kPage[] = {kLimit, kCursor};
inline constexpr QueryParameter kList[] = {kFilter, kWords,  kSort,  kFields,
                                           kLimit,  kCursor, kCount, kDeleted};
inline constexpr QueryParameter kExport[] = {
    {"format", R"({"type":"string","enum":["csv","xlsx","json","vcf"],"default":"csv"})",
     "Form of the file"},
    {"headings", R"({"type":"string","enum":["names","labels"],"default":"names"})",
     "Headings of the columns: names of the fields, or their labels"},
    kFilter, kWords, kSort, kFields, kLimit, kCursor, kCount, kDeleted};
inline constexpr QueryParameter kRecord[] = {kFields};
inline constexpr QueryParameter kSight[] = {
    {"user", R"({"type":"string","format":"uuid"})", "The person to answer for; without: all"}};
inline constexpr QueryParameter kTimeline[] = {
    {"kinds", kText, "Kinds of entries with commas between: task,call,stage"},
    {"q", kText, "A text that the entries must hold"}, kLimit, kCursor};
inline constexpr QueryParameter kDuplicates[] = {
    {"duplicates", R"({"type":"string","enum":["create","skip","update"]})",
     "What to do with a possible duplicate instead of refusing it"}};
inline constexpr QueryParameter kDuplicateGroups[] = {
    {"by", kText, "One of the entity's rules (emails, phones, inn, name); without it all"},
    kLimit, kCursor};
inline constexpr QueryParameter kNotices[] = {
    {"unread", kFlag, "true: only those not read yet"}, kLimit, kCursor};
inline constexpr QueryParameter kPurge[] = {{"purge", kFlag, "true: for good"}};
inline constexpr QueryParameter kSearch[] = {
    {"q", kText, "What is searched for"},
    {"entities", kText, "Entities with commas between; without it all"},
    {"limit", R"({"type":"integer","minimum":1,"maximum":500,"default":20})", "How many at most"}};
inline constexpr QueryParameter kChanges[] = {
    {"since", kText, "The value of next of the answer before; without it only next is told"},
    {"limit", R"({"type":"integer","minimum":1,"maximum":500,"default":500})",
     "How many at most"}};
inline constexpr QueryParameter kPerson{"person", R"({"type":"string","format":"uuid"})",
                                        "Id of who acted"};
inline constexpr QueryParameter kActKind{
    "kind", R"({"enum":["view","change","export","sign_in","administration","alarm"]})",
    "Kind of acts; without it all"};
inline constexpr QueryParameter kOfEntity{"entity", kText, "Only of this entity"};
inline constexpr QueryParameter kOfRecord{"record", R"({"type":"string","format":"uuid"})",
                                          "Id of the record that was acted on"};
inline constexpr QueryParameter kFrom{"from", R"({"type":"string","format":"date-time"})",
                                      "From this instant on"};
inline constexpr QueryParameter kTo{"to", R"({"type":"string","format":"date-time"})",
                                    "Before this instant"};
inline constexpr QueryParameter kAudit[] = {kPerson, kActKind, kOfEntity, kOfRecord,
                                            kFrom,   kTo,      kLimit,    kCursor};
inline constexpr QueryParameter kAuditExport[] = {kPerson,   kActKind, kOfEntity,
                                                  kOfRecord, kFrom,    kTo};
inline constexpr QueryParameter kTrial[] = {
    {"dry_run", kFlag, "true: only tells what would happen"}};
inline constexpr QueryParameter kUpload[] = {
    {"name", kText, "Name of the file; a form may give it as the filename of its part"},
    {"related", R"({"type":"string","format":"uuid"})", "Id of the record that the file is put on"},
    {"related_entity", kText, "Entity of that record"}};

}  // namespace rapport::http::parameters
