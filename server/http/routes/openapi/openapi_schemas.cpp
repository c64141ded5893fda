#include "http/routes/openapi/openapi_schemas.h"

namespace rapport::http {

std::string_view fixed_schemas() {
  static constexpr std::string_view kSchemas{  // tidy: table
      R"(
"Problem":{"type":"object","description":"RFC 9457","properties":{"type":{"type":"string"},
 "title":{"type":"string"},
 "status":{"type":"integer"},"detail":{"type":"string"},"code":{"type":"string"},"request_id":{
 "type":"string"},
 "errors":{"type":"array","items":{"type":"object","properties":{"field":{"type":"string"},
 "code":{"type":"string"},
 "message":{"type":"string"}}}}},"required":["type","title","status"]},
"Link":{"type":["object","null"],"properties":{"id":{"type":"string","format":"uuid"},"entity":{
 "type":"string"},
 "name":{"type":["string","null"]}}},
"Money":{"type":["object","null"],"properties":{"amount":{"type":"string",
 "pattern":"^-?[0-9]+(\\.[0-9]+)?$"},
 "currency":{"type":"string","pattern":"^[A-Z]{3}$"}},"required":["amount"]},
"ContactPoint":{"type":"object","properties":{"value":{"type":"string"},"kind":{"type":"string"},
 "invalid":{"type":"boolean"},"opted_out":{"type":"boolean"}},"required":["value"]},
"Address":{"type":["object","null"],"properties":{"street":{"type":"string"},"city":{
 "type":"string"},
 "region":{"type":"string"},"postal_code":{"type":"string"},"country":{"type":"string"},
 "latitude":{"type":"number","minimum":-90,"maximum":90},
 "longitude":{"type":"number","minimum":-180,"maximum":180}}},
"BankAccount":{"type":"object","properties":{"bank":{"type":"string"},"bik":{"type":"string"},
 "account":{"type":"string"},"correspondent_account":{"type":"string"}}},
"Filter":{"type":"object",
 "description":"One of all, any, not, related, or field with op and value",
 "properties":{"all":{"type":"array","items":{"$ref":"#/components/schemas/Filter"}},
 "any":{"type":"array","items":{"$ref":"#/components/schemas/Filter"}},"not":{
 "$ref":"#/components/schemas/Filter"},
 "field":{"type":"string"},"op":{"enum":["eq","ne","lt","lte","gt","gte","between","in",
 "contains","starts","ends","empty",
 "during"]},"value":{},"related":{"type":"string"},"some":{"$ref":"#/components/schemas/Filter"},
 "none":{"$ref":"#/components/schemas/Filter"}},"additionalProperties":false},
"Query":{"type":"object","properties":{"filter":{"$ref":"#/components/schemas/Filter"},"q":{
 "type":"string"},
 "sort":{"type":["string","array"],"items":{"type":"string"}},"fields":{"type":["string",
 "array"],"items":{"type":"string"}},
 "limit":{"type":"integer","minimum":1,"maximum":500},"cursor":{"type":"string"},"count":{
 "enum":["exact","none"]},
 "deleted":{"type":"boolean"}},"additionalProperties":false},
"Composite":{"type":"object","properties":{"paths":{"type":"array","maxItems":40,"items":{
 "type":"string","description":"Path and query of a GET that answers JSON: /api/v1/deals?limit=1"}}},
 "required":["paths"],"additionalProperties":false},
"CompositeAnswer":{"type":"object","properties":{"answers":{"type":"array",
 "description":"In the order of the paths","items":{"type":"object","properties":{"status":{
 "type":"integer"},"body":{}},"required":["status","body"]}}},"required":["answers"]},
"Aggregate":{"type":"object","properties":{"filter":{"$ref":"#/components/schemas/Filter"},"q":{
 "type":"string"},"group_by":{"type":["string","array"],"items":{"type":"string"},"maxItems":4},
 "measures":{"type":"array","items":{"type":"object","properties":{"fn":{"enum":["count","sum",
 "avg","min","max"]},"field":{"type":"string"}},"required":["fn"],"additionalProperties":false}},
 "sort":{"type":["string","array"],"items":{"type":"string"}},"limit":{"type":"integer",
 "minimum":1,"maximum":10000,"default":1000}},"additionalProperties":false},
"Groups":{"type":"object","properties":{"groups":{"type":"array","items":{"type":"object",
 "description":"What was grouped by, measures as fn_field","properties":{"count":{
 "type":"integer"}},"required":["count"],"additionalProperties":true}},"more":{
 "type":"boolean"}},"required":["groups","more"]},
"BulkAnswer":{"type":"object","properties":{"results":{"type":"array","items":{"type":"object",
 "properties":{"status":{"type":"integer"},"id":{"type":"string","format":"uuid"},"version":{
 "type":"integer"},"code":{"type":"string"},"errors":{"type":"array","items":{"type":"object",
 "properties":{"field":{"type":"string"},"code":{"type":"string"},"message":{"type":"string"}}}},
 "candidates":{"type":"array","items":{"type":"object","additionalProperties":{}}}},
 "required":["status"]}}},"required":["results"]},
"RecordPage":{"type":"object","properties":{"items":{"type":"array","items":{"type":"object",
 "description":"A record of the entity that the list is of","properties":{"id":{"type":"string",
 "format":"uuid"},"version":{"type":"integer"}},"required":["id"],"additionalProperties":true}},
 "next":{"type":["string","null"]},"total":{"type":"integer"}},"required":["items","next"]},
"Timeline":{"type":"object","properties":{"items":{"type":"array","items":{"type":"object",
 "properties":{"kind":{"type":"string"},"at":{"type":"string","format":"date-time"},"actor":{
 "$ref":"#/components/schemas/Link"},"entity":{"type":"string"},"id":{"type":"string",
 "format":"uuid"},"version":{"type":"integer"},"source":{"type":"string"},"pinned":{
 "type":"boolean"},"changes":{"type":"array","items":{"type":"object","properties":{"field":{
 "type":"string"},"old":{},"new":{}},"required":["field","old","new"]}},"record":{
 "type":"object","additionalProperties":{}}},"required":["kind","at","entity","id"]}},"next":{
 "type":["string","null"]}},"required":["items","next"]},
"History":{"type":"object","properties":{"items":{"type":"array","items":{"type":"object",
 "properties":{"at":{"type":"string","format":"date-time"},"actor":{
 "$ref":"#/components/schemas/Link"},"version":{"type":"integer"},"kind":{"enum":["created",
 "updated","deleted","restored","purged","linked","unlinked","merged","unmerged",
 "shared","unshared"]},"source":{"type":"string"},"changes":{"type":"array",
 "items":{"type":"object","properties":{"field":{"type":"string"},"old":{},"new":{}},
 "required":["field","old","new"]}}},"required":["at","version","kind","changes"]}},"next":{
 "type":["string","null"]}},"required":["items","next"]},
"SearchAnswer":{"type":"object","properties":{"items":{"type":"array","items":{"type":"object",
 "properties":{"entity":{"type":"string"},"id":{"type":"string","format":"uuid"},"name":{
 "type":["string","null"]},"subtitle":{"type":"string"},"matched":{"type":["object","null"],
 "properties":{"field":{"type":"string"},"text":{"type":"string"}}}},"required":["entity",
 "id"]}}},"required":["items"]},
"Changes":{"type":"object","properties":{"items":{"type":"array","items":{"type":"object",
 "properties":{"entity":{"type":"string"},"id":{"type":"string","format":"uuid"},"kind":{
 "enum":["created","updated","deleted","restored","purged","linked","unlinked","merged",
 "unmerged","shared","unshared"]},"version":{"type":"integer"},"at":{
 "type":"string","format":"date-time"}},"required":["entity","id","kind","version","at"]}},
 "next":{"type":"string"},"more":{"type":"boolean"},"metadata":{"type":"string",
 "description":"Version of the metadata: another one than before says that they are to be read anew"}},
 "required":["items","next","more"]},
"FileForm":{"type":"object","properties":{"file":{"type":"string","format":"binary"},"name":{
 "type":"string"},"related":{"type":"string","format":"uuid"},"related_entity":{
 "type":"string"}},"required":["file"]},
"ImportMap":{"type":"object","properties":{"columns":{"type":"object","additionalProperties":{
 "type":["string","null"]}},"values":{"type":"object","additionalProperties":{"type":"object",
 "additionalProperties":{"type":"string"}}},"defaults":{"type":"object","additionalProperties":{
 "type":"string"}},"match":{"type":"array","items":{"type":"string"}},"create_linked":{
 "type":"boolean"},"ignore_unknown":{"type":"boolean"},"date_order":{"enum":["dmy","mdy","ymd"]},
 "decimal":{"enum":[".",","]}},"additionalProperties":false},
"ImportPreviewOrder":{"type":"object","properties":{"file":{"type":"string","format":"uuid"},
 "entity":{"type":"string"},"options":{"type":"object","properties":{"sheet":{"type":"string"},
 "delimiter":{"type":"string"},"encoding":{"type":"string"},"has_header":{"type":"boolean"}},
 "additionalProperties":false},"map":{"$ref":"#/components/schemas/ImportMap"},"duplicates":{
 "enum":["automatic","skip","update","create"]},"dry_run":{"type":"boolean"}},
 "required":["file"],"additionalProperties":false},
"ImportOrder":{"type":"object","properties":{"file":{"type":"string","format":"uuid"},"entity":{
 "type":"string"},"options":{"type":"object","properties":{"sheet":{"type":"string"},
 "delimiter":{"type":"string"},"encoding":{"type":"string"},"has_header":{"type":"boolean"}},
 "additionalProperties":false},"map":{"$ref":"#/components/schemas/ImportMap"},"duplicates":{
 "enum":["automatic","skip","update","create"]},"dry_run":{"type":"boolean"}},"required":["file",
 "entity"],"additionalProperties":false},
"ImportWordsOrder":{"type":"object","properties":{"file":{"type":"string","format":"uuid"},
 "entity":{"type":"string"},"options":{"type":"object","properties":{"sheet":{"type":"string"},
 "delimiter":{"type":"string"},"encoding":{"type":"string"},"has_header":{"type":"boolean"}},
 "additionalProperties":false},"map":{"$ref":"#/components/schemas/ImportMap"}},"required":["file",
 "entity"],"additionalProperties":false},
"ImportWords":{"type":"object","properties":{"columns":{"type":"array","items":{"type":"object",
 "properties":{"column":{"type":"string"},"field":{"type":"string"},"words":{"type":"array",
 "items":{"type":"object","properties":{"word":{"type":"string"},"count":{"type":"integer"},
 "value":{"type":["string","null"]},"certain":{"type":"boolean"}},"required":["word","count",
 "value","certain"]}},"more":{"type":"boolean"},"choices":{"type":"array","items":{
 "type":"object","properties":{"value":{"type":"string"},"label":{"type":"string"}},
 "required":["value","label"]}}},"required":["column","field","words","more","choices"]}}},
 "required":["columns"]},
"MadeWebhook":{"type":"object","description":"The webhook, and its secret, which is told here only",
 "properties":{"id":{"type":"string","format":"uuid"},"version":{"type":"integer"},"secret":{
 "type":"string","pattern":"^whsec_"}},"required":["id","secret"],"additionalProperties":true},
"Delivery":{"type":"object","properties":{"id":{"type":"string","format":"uuid",
 "description":"The header webhook-id"},"event":{"type":"string"},"record":{"type":["object",
 "null"],"properties":{"id":{"type":"string","format":"uuid"},"entity":{"type":"string"}},
 "required":["id","entity"]},"state":{"enum":["waiting","sending","delivered","failed",
 "cancelled"]},"attempts":{"type":"integer"},"created_at":{"type":"string","format":"date-time"},
 "attempted_at":{"type":["string","null"],"format":"date-time"},"next_attempt_at":{"type":[
 "string","null"],"format":"date-time"},"status":{"type":["integer","null"]},"error":{"type":[
 "object","null"],"properties":{"code":{"type":"string"},"message":{"type":"string"}},
 "required":["code","message"]},"answer":{"type":["string","null"]},"duration_ms":{"type":[
 "integer","null"]}},"required":["id","event","record","state","attempts","created_at",
 "attempted_at","next_attempt_at","status","error","answer","duration_ms"]},
"DeliveryPage":{"type":"object","properties":{"items":{"type":"array","items":{
 "$ref":"#/components/schemas/Delivery"}},"next":{"type":["string","null"]}},"required":["items",
 "next"]},
"UndoForecast":{"type":"object","properties":{"removed":{"type":"integer"},"put_back":{
 "type":"integer"},"kept":{"type":"integer"},"kept_records":{"type":"array","items":{}}},
 "required":["removed","put_back","kept","kept_records"]},
"DuplicatesOrder":{"type":"object","properties":{"id":{"type":["string","null"],"format":"uuid",
 "description":"Of the record itself, when it is there already"},"values":{"type":"object",
 "description":"What has been typed so far; half of a value is passed over",
 "additionalProperties":{}}},"required":["values"]},
"Duplicates":{"type":"object","properties":{"candidates":{"type":"array","items":{
 "type":"object","properties":{"id":{"type":"string","format":"uuid"},"entity":{"type":"string"},
 "name":{"type":"string"},"fields":{"type":"array","items":{"type":"string"}}},"required":["id",
 "entity","name","fields"]}}},"required":["candidates"]},
"Links":{"type":"object","properties":{"items":{"type":"array","items":{
 "$ref":"#/components/schemas/Link"}}},"required":["items"]},
"RecordPeople":{"type":"object","properties":{"following":{"type":"boolean"},"starred":{
 "type":"boolean"},"followers":{"type":"array","items":{"$ref":"#/components/schemas/Link"}}},
 "required":["following","starred","followers"]},
"Shares":{"type":"object","properties":{"items":{"type":"array","items":{"type":"object",
 "properties":{"whom":{"$ref":"#/components/schemas/Link"},"may_edit":{"type":"boolean"},"by":{
 "anyOf":[{"$ref":"#/components/schemas/Link"},{"type":"null"}]},"at":{"type":"string",
 "format":"date-time"}},"required":["whom","may_edit","by","at"]}},"may_share":{
 "type":"boolean"}},"required":["items","may_share"]},
"ShareOrder":{"type":"object","properties":{"may_edit":{"type":"boolean","default":false}},
 "additionalProperties":false},
"Sight":{"type":"object","description":"Without user: by which rules the record is seen, and by whom; with user: whether that one sees it, and why",
 "properties":{"record":{"type":"object"},"seen_by":{"type":"integer"},"people":{
 "type":"integer"},"rules":{"type":"array","items":{"type":"object","properties":{"rule":{
 "enum":["owner","team","subordinates","territory","shared","sharing_rule","substitute","all",
 "everyone","administrator"]},"from":{"anyOf":[{"$ref":"#/components/schemas/Link"},{
 "type":"null"}]},"edit":{"type":"boolean"},"count":{"type":"integer"},"people":{"type":"array",
 "items":{"$ref":"#/components/schemas/Link"}}}}},"person":{"$ref":"#/components/schemas/Link"},
 "active":{"type":"boolean"},"role":{"anyOf":[{"$ref":"#/components/schemas/Link"},{
 "type":"null"}]},"read":{"type":"string"},"update":{"type":"string"},"sees":{"type":"boolean"},
 "edits":{"type":"boolean"},"why":{"type":"array","items":{"type":"object"}},"hindered":{
 "type":"array","items":{"type":"object"}},"hidden_fields":{"type":"array","items":{
 "type":"string"}}},"required":["record"]},
"Notices":{"type":"object","properties":{"items":{"type":"array","items":{"type":"object",
 "properties":{"id":{"type":"integer"},"kind":{"enum":["mention","assigned","shared","changed",
 "added","deleted"]},"at":{"type":"string","format":"date-time"},"actor":{"anyOf":[{
 "$ref":"#/components/schemas/Link"},{"type":"null"}]},"count":{"type":"integer",
 "description":"How often since it was last read"},"read":{"type":"boolean"},"record":{
 "$ref":"#/components/schemas/Link"},"source":{"$ref":"#/components/schemas/Link"}},"required":[
 "id","kind","at","actor","count","read","record"]}},"next":{"type":["string","null"]},"unread":{
 "type":"integer","description":"Counted up to 100"}},"required":["items","next","unread"]},
"NoticesRead":{"type":"object","properties":{"ids":{"type":"array","items":{"type":"integer"},
 "maxItems":500,"description":"Without it all"}}},
"DuplicateGroups":{"type":"object","properties":{"groups":{"type":"array","items":{
 "type":"object","properties":{"by":{"type":"string"},"fields":{"type":"array","items":{
 "type":"string"}},"records":{"type":"array","items":{"type":"object","additionalProperties":{}}},
 "more":{"type":"boolean"}},"required":["by","fields","records","more"]}},"next":{"type":["string",
 "null"]}},"required":["groups","next"]},
"DifferentRecords":{"type":"object","properties":{"ids":{"type":"array","items":{"type":"string",
 "format":"uuid"},"minItems":2,"maxItems":50},"different":{"type":"boolean","default":true}},
 "required":["ids"]},
"ImportPreview":{"type":"object","properties":{"profile":{"type":"object","properties":{"kind":{
 "type":"string"},"encoding":{"type":"string"},"delimiter":{"type":"string"},"has_header":{
 "type":"boolean"},"sheet":{"type":"string"},"sheets":{"type":"array","items":{"type":"string"}},
 "decimal":{"type":["string","null"]},"date_order":{"type":["string","null"]}}},"entity":{
 "type":"string"},"columns":{"type":"array","items":{"type":"object","properties":{"name":{
 "type":"string"},"field":{"type":["string","null"]},"confidence":{"type":"number"},"samples":{
 "type":"array","items":{"type":"string"}}}}},"fields":{"type":"array","items":{"type":"object",
 "properties":{"path":{"type":"string"},"label":{"type":"string"}}}},"rows":{"type":"array",
 "items":{"type":"array","items":{"type":"string"}}},"total_estimate":{"type":"integer"}},
 "required":["profile","entity","columns","fields","rows","total_estimate"]},
"Import":{"type":"object","properties":{"id":{"type":"string","format":"uuid"},"entity":{
 "type":"string"},"file_name":{"type":"string"},"state":{"enum":["waiting","running","done",
 "cancelled","failed","undoing","undone"]},"dry_run":{"type":"boolean"},"progress":{
 "type":"object","properties":{"rows":{"type":"integer"},"total":{"type":"integer"},"bytes":{
 "type":"integer"},"total_bytes":{"type":"integer"}}},"created":{"type":"integer"},"updated":{
 "type":"integer"},"unchanged":{"type":"integer"},"skipped":{"type":"integer"},"failed":{
 "type":"integer"},"removed":{"type":"integer"},"put_back":{"type":"integer"},"kept":{
 "type":"integer"},
 "order":{"type":"object","additionalProperties":{}},"created_at":{"type":["string","null"],
 "format":"date-time"},"started_at":{"type":["string","null"],"format":"date-time"},
 "finished_at":{"type":["string","null"],"format":"date-time"},"created_by":{
 "$ref":"#/components/schemas/Link"},"error":{"type":["string","null"]},"first_failures":{
 "type":"array","items":{"type":"object","properties":{"row":{"type":"integer"},"field":{
 "type":"string"},"message":{"type":"string"}}}},"warnings":{"type":"array","items":{
 "type":"object","properties":{"column":{"type":"string"},"message":{"type":"string"}}}},
 "kept_records":{}},"required":["id","entity","state","progress"]},
"ImportList":{"type":"object","properties":{"items":{"type":"array","items":{
 "$ref":"#/components/schemas/Import"}}},"required":["items"]},
"BatchOrder":{"type":"object","properties":{"entity":{"type":"string"},"ids":{"type":"array",
 "items":{"type":"string","format":"uuid"}},"filter":{"$ref":"#/components/schemas/Filter"},"q":{
 "type":"string"},"change":{"type":"object","additionalProperties":{}},"add":{"type":"object",
 "additionalProperties":{"type":"array"}},"remove":{"type":"object","additionalProperties":{
 "type":"array"}},"delete":{"const":true},"hand_over":{"type":"object",
 "description":"Everything of one user to another; entity is users then","properties":{"from":{
 "type":"string","format":"uuid"},"to":{"type":"string","format":"uuid"}},"required":["from","to"]}},
 "required":["entity"],"additionalProperties":false},
"Batch":{"type":"object","properties":{"id":{"type":"string","format":"uuid"},"entity":{
 "type":"string"},"state":{"enum":["waiting","running","done","cancelled","failed","undoing",
 "undone"]},"fields":{"type":"array","items":{"type":"string"}},"delete":{"type":"boolean"},
 "hand_over":{"type":["object","null"],"properties":{"from":{"$ref":"#/components/schemas/Link"},
 "to":{"$ref":"#/components/schemas/Link"}}},
 "done":{"type":"integer"},"total":{"type":"integer"},"changed":{"type":"integer"},"unchanged":{
 "type":"integer"},"refused":{"type":"integer"},"put_back":{"type":"integer"},"kept":{
 "type":"integer"},"created_at":{"type":"string","format":"date-time"},"finished_at":{
 "type":["string","null"],"format":"date-time"},"error":{"type":["string","null"]}},
 "required":["id","entity","state","done","total","changed","unchanged","refused"]},
"BatchList":{"type":"object","properties":{"items":{"type":"array","items":{
 "$ref":"#/components/schemas/Batch"}}},"required":["items"]},
"BatchReport":{"type":"object","properties":{"items":{"type":"array","items":{"type":"object",
 "properties":{"id":{"type":"string","format":"uuid"},"entity":{"type":"string"},"name":{
 "type":["string","null"]},"did":{"enum":["refused","kept"]},"field":{"type":"string"},"code":{"type":"string"},"message":{
 "type":"string"}},"required":["id","entity","name","did","message"]}},"next":{"type":["string","null"]}},
 "required":["items","next"]},
"Health":{"type":"object","properties":{"status":{"enum":["live","ready"]},"setup":{
 "enum":["needed"]}},"required":["status"]},
"OpenApi":{"type":"object","description":"OpenAPI 3.1","properties":{"openapi":{"type":"string"},
 "paths":{"type":"object"},"components":{"type":"object"}},"required":["openapi","paths"],
 "additionalProperties":true},
"SetupState":{"type":"object","properties":{"needed":{"type":"boolean"}},"required":["needed"]},
"Setup":{"type":"object","properties":{"token":{"type":"string"},"name":{"type":"string"},
 "email":{"type":"string"},"password":{"type":"string"},"language":{"enum":["ru","uz","en"]},
 "currency":{"type":"string"},"trade":{"type":"string"},"sample_data":{"type":"boolean"}},
 "required":["token","name","email","password"]},
"TradeList":{"type":"object","properties":{"items":{"type":"array","items":{"type":"object",
 "properties":{"key":{"type":"string"},"name":{"type":"string"},"stages":{"type":"array","items":{
 "type":"object","properties":{"key":{"type":"string"},"label":{"type":"string"},"color":{
 "type":"string"},"kind":{"enum":["open","won","lost"]},"probability":{"type":"integer"},
 "required":{"type":"array","items":{"type":"string"}}},"required":["key","label","kind"]}}},
 "required":["key","name","stages"]}}},"required":["items"]},
"HomeLayout":{"type":"object","properties":{"widgets":{"type":["array","null"],"maxItems":40,
 "items":{"type":"object","properties":{"kind":{"type":"string"}},"required":["kind"]}}},
 "required":["widgets"]},
"SampleData":{"type":"object","properties":{"records":{"type":"integer"}},
 "required":["records"]},
"SampleRemoval":{"type":"object","properties":{"removed":{"type":"integer"},"kept":{
 "type":"integer"},"kept_records":{"type":"array","items":{"type":"object","properties":{"id":{
 "type":"string","format":"uuid"},"entity":{"type":"string"},"name":{"type":"string"},"why":{
 "enum":["changed","in_use","signs_in"]}},"required":["id","entity","name","why"]}}},
 "required":["removed","kept","kept_records"]},
"SignIn":{"type":"object","properties":{"email":{"type":"string"},"password":{"type":"string"},
 "otp":{"type":"string","description":"A code of the second factor, when it is asked for"}},
 "required":["email","password"]},
"SignInWays":{"type":"object","properties":{"provider":{"type":["object","null"],"properties":{
 "label":{"type":"string"}}}},"required":["provider"]},
"Departure":{"type":"object","properties":{"next":{"type":"string",
 "description":"A path of ours to come back to"}}},
"ProviderAddress":{"type":"object","properties":{"url":{"type":"string"}},"required":["url"]},
"Arrival":{"type":"object","properties":{"code":{"type":"string"},"state":{"type":"string"},
 "iss":{"type":"string"}},"required":["code","state"]},
"ArrivedSession":{"type":"object","description":"A Session, or only next after a confirmation",
 "properties":{"next":{"type":"string"}},"required":["next"],"additionalProperties":true},
"GroupRule":{"type":"object","properties":{"group":{"type":"string"},"role":{"type":["string",
 "null"]},"team":{"type":["string","null"]}},"required":["group"]},
"DirectorySettings":{"type":"object","properties":{"enabled":{"type":"boolean"},"url":{
 "type":"string"},"ca":{"type":"string","description":"PEM"},"bind_dn":{"type":"string"},"secret":{
 "type":"string","description":"Its password; kept when absent"},"has_secret":{"type":"boolean"},
 "base_dn":{"type":"string"},"user_filter":{"type":"string"},"active_filter":{"type":"string"},
 "group_base":{"type":"string"},"group_filter":{"type":"string"},"id_attribute":{"type":"string"},
 "name_attribute":{"type":"string"},"mail_attribute":{"type":"string"},"default_role":{"type":[
 "string","null"]},"link_by_email":{"type":"boolean"},"groups":{"type":"array","items":{
 "$ref":"#/components/schemas/GroupRule"}}}},
"ProviderSettings":{"type":"object","properties":{"enabled":{"type":"boolean"},"label":{
 "type":"string"},"issuer":{"type":"string"},"client_id":{"type":"string"},"secret":{
 "type":"string","description":"Kept when absent"},"has_secret":{"type":"boolean"},
 "groups_claim":{"type":"string"},"default_role":{"type":["string","null"]},"link_by_email":{
 "type":"boolean"},"groups":{"type":"array","items":{"$ref":"#/components/schemas/GroupRule"}}}},
"SignInSettings":{"type":"object","properties":{"directory":{
 "$ref":"#/components/schemas/DirectorySettings"},"provider":{
 "$ref":"#/components/schemas/ProviderSettings"},"arrival_url":{"type":["string","null"]}},
 "required":["directory","provider"]},
"DirectoryTrial":{"type":"object","properties":{"people":{"type":"integer"}},"required":[
 "people"]},
"DirectoryLook":{"type":"object","properties":{"changed":{"type":"integer"}},"required":[
 "changed"]},
"Confirmation":{"type":"object","properties":{"password":{"type":"string"},"otp":{
 "type":"string"}},"required":["password"]},
"OneTimeCode":{"type":"object","properties":{"otp":{"type":"string"}},"required":["otp"]},
"SecondFactor":{"type":"object","properties":{"enabled":{"type":"boolean"},"since":{"type":[
 "string","null"],"format":"date-time"},"recovery_left":{"type":"integer"}},"required":["enabled",
 "recovery_left"]},
"SecondFactorSecret":{"type":"object","properties":{"secret":{"type":"string"},"uri":{
 "type":"string","description":"What a QR code shows"}},"required":["secret","uri"]},
"RecoveryCodes":{"type":"object","properties":{"codes":{"type":"array","items":{
 "type":"string"}}},"required":["codes"]},
"AuditPage":{"type":"object","description":"May hold fewer than there are: follow next to the end",
 "properties":{"items":{"type":"array","items":{"$ref":"#/components/schemas/AuditEntry"}},"next":{
 "type":["string","null"]}},"required":["items","next"]},
"AuditEntry":{"type":"object","properties":{"id":{"type":"string"},"at":{"type":"string","format":
 "date-time"},"kind":{"enum":["view","change","export","sign_in","administration","alarm"]},"act":{
 "type":"string"},"actor":{"type":["object","null"],"properties":{"id":{"type":"string","format":
 "uuid"},"name":{"type":"string"}}},"entity":{"type":"string"},"record":{"type":["object","null"],
 "properties":{"id":{"type":"string","format":"uuid"},"entity":{"type":"string"},"name":{"type":[
 "string","null"]}}},"count":{"type":"integer","description":"Of records"},"details":{"type":
 "object","description":"As the act has them: filter, format, old, new","additionalProperties":true},
 "changes":{"type":"array","items":{"type":"object","properties":{"field":{"type":"string"},"old":{
 },"new":{}}}},"address":{"type":"string"},"agent":{"type":"string"}},"required":["id","at","kind",
 "act","actor","entity","record","count","details","changes","address","agent"]},
"MadeExport":{"type":"object","properties":{"records":{"type":"integer","description":"How many"},
 "filter":{"$ref":"#/components/schemas/Filter"},"q":{"type":"string"},"fields":{"type":"array",
 "items":{"type":"string"}}},"required":["records"]},
"AuditSettings":{"type":"object","description":"0: no limit","properties":{"keep_days":{"type":
 "integer","minimum":30,"maximum":3650},"opened_per_hour":{"type":"integer"},"listed_per_hour":{
 "type":"integer"},"exported_per_hour":{"type":"integer"}}},
"SignInList":{"type":"object","properties":{"items":{"type":"array","items":{
 "$ref":"#/components/schemas/SignInEntry"}}},"required":["items"]},
"SignInEntry":{"type":"object","properties":{"id":{"type":"string","format":"uuid"},"at":{
 "type":"string","format":"date-time"},"address":{"type":"string"},"agent":{"type":"string"},"by":{
 "enum":["password","directory","provider"]},"outcome":{"enum":["entered","new_device",
 "wrong_password","wrong_code","disabled","refused"]}},"required":["id","at","outcome"]},
"NewPassword":{"type":"object","properties":{"password":{"type":"string"}},"required":[
 "password"]},
"PasswordLink":{"type":"object","properties":{"path":{"type":"string"},"url":{"type":["string",
 "null"],"description":"null: the public URL is not configured"},"expires_at":{"type":"string",
 "format":"date-time"}},"required":["path","url","expires_at"]},
"LinkToken":{"type":"object","properties":{"token":{"type":"string"}},"required":["token"]},
"LinkOwner":{"type":"object","properties":{"name":{"type":"string"},"email":{"type":"string"}},
 "required":["name","email"]},
"PasswordByLink":{"type":"object","properties":{"token":{"type":"string"},"password":{
 "type":"string"}},"required":["token","password"]},
"UserSecurity":{"type":"object","properties":{"second_factor":{
 "$ref":"#/components/schemas/SecondFactor"},"sessions":{"type":"array","items":{
 "$ref":"#/components/schemas/SessionEntry"}},"sign_ins":{"type":"array","items":{
 "$ref":"#/components/schemas/SignInEntry"}},"api_keys":{"type":"array","items":{
 "$ref":"#/components/schemas/ApiKey"}}},"required":["second_factor","sessions","sign_ins",
 "api_keys"]},
"Session":{"type":"object","properties":{"user":{"type":"object","properties":{"id":{
 "type":"string","format":"uuid"},"name":{"type":"string"},"email":{"type":"string"},"language":{
 "enum":["ru","uz","en"]},"time_zone":{"type":"string"},"role":{"type":"object","properties":{
 "id":{"type":"string","format":"uuid"},"key":{"type":"string"},"name":{"type":"string"}}},
 "teams":{"type":"array","items":{"$ref":"#/components/schemas/Link"}}},"required":["id"]},
 "csrf":{"type":"string"},"currency":{"type":"string"},"company":{"type":"string"}},
 "required":["user","csrf"]},
"Profile":{"type":"object","description":"A record of users","properties":{"id":{"type":"string",
 "format":"uuid"},"version":{"type":"integer"}},"required":["id"],"additionalProperties":true},
"ProfileChange":{"type":"object","description":"Fields of users that one may change of oneself",
 "additionalProperties":true},
"PasswordChange":{"type":"object","description":"current: the password of who asks",
 "properties":{"current":{"type":"string"},"password":{"type":"string"}},"required":["current",
 "password"]},
"SessionList":{"type":"object","properties":{"items":{"type":"array","items":{
 "$ref":"#/components/schemas/SessionEntry"}}},"required":["items"]},
"SessionEntry":{"type":"object",
 "properties":{"id":{"type":"string","format":"uuid"},"created_at":{"type":"string",
 "format":"date-time"},"last_seen_at":{"type":"string","format":"date-time"},"address":{
 "type":"string"},"agent":{"type":"string"},"current":{"type":"boolean"}},"required":["id",
 "current"]},
"ApiKeyList":{"type":"object","properties":{"items":{"type":"array","items":{
 "$ref":"#/components/schemas/ApiKey"}}},"required":["items"]},
"ApiKey":{"type":"object",
 "properties":{"id":{"type":"string","format":"uuid"},"name":{"type":"string"},"hint":{
 "type":"string"},"scopes":{"enum":["read","read,write","read,write,admin"]},"created_at":{
 "type":"string","format":"date-time"},"expires_at":{"type":["string","null"],
 "format":"date-time"},"last_used_at":{"type":["string","null"],"format":"date-time"},
 "requests_per_minute":{"type":["integer","null"]},"entities":{"type":"array","items":{
 "type":"string"},"description":"What it may read and write; empty: all"},"networks":{
 "type":"string","description":"Where it may come from; empty: anywhere"}},"required":["id"]},
"NewApiKey":{"type":"object","properties":{"name":{"type":"string"},"scopes":{"type":"string",
 "description":"read; read,write; read,write,admin"},"expires_at":{"type":"string",
 "format":"date-time"},"requests_per_minute":{"type":["integer","null"],
 "minimum":0,"maximum":1000000,"description":"A limit of its own; for administrators"},
 "entities":{"type":["array","null"],"items":{"type":"string"}},"networks":{"type":"string",
 "description":"10.0.0.0/8,::1"}}},
"MadeApiKey":{"allOf":[{"$ref":"#/components/schemas/ApiKey"},{"type":"object","properties":{
 "key":{"type":"string"}},"required":["key"]}]},
"StageTimes":{"type":"object","properties":{"items":{"type":"array","items":{"type":"object",
 "properties":{"stage":{"type":"string"},"label":{"type":"string"},"pipeline":{"type":["string",
 "null"]},"entered_at":{"type":"string","format":"date-time"},"left_at":{"type":["string",
 "null"],"format":"date-time"},"seconds":{"type":"integer"}},"required":["stage","entered_at",
 "seconds"]}}},"required":["items"]},
"Metadata":{"type":"object","properties":{"version":{},"language":{"enum":["ru","uz","en"]},
 "currency":{"type":"string"},"currencies":{"type":"array","items":{"type":"string"}},"areas":{
 "type":"array","items":{"type":"object","properties":{"name":{"type":"string"},"label":{
 "type":"string"},"entities":{"type":"array","items":{"type":"string"}}}}},"entities":{
 "type":"object","additionalProperties":{"type":"object","properties":{"name":{"type":"string"},
 "area":{"type":"string"},"icon":{"type":"string"},"color":{"type":"string"},"title":{},
 "duplicates":{"type":"array","items":{"type":"string"}},
 "labels":{"type":"object","properties":{"one":{"type":"string"},"many":{"type":"string"},"new":{
 "type":"string"}}},"rights":{"type":"object","properties":{"create":{"type":"boolean"},
 "update":{"type":"boolean"},"delete":{"type":"boolean"},"export":{"type":"boolean"},
 "mass_edit":{"type":"boolean"},"deleted":{"type":"boolean"}}},"shareable":{
 "type":"boolean","description":"Whether one of its records can be given to a person or a team"},
 "fields":{
 "type":"array","items":{"type":"object","properties":{"name":{"type":"string"},"type":{
 "type":"string"},"label":{"type":"string"},"required":{"type":"boolean"},"read_only":{
 "type":"boolean"},"sortable":{"type":"boolean"},"hint":{"type":"string"},"choices":{
 "type":"array","items":{"type":"object","properties":{"key":{"type":"string"},"label":{
 "type":"string"},"color":{"type":"string"}}}},"to":{"type":"array","items":{"type":"string"}},
 "max":{"type":"integer"},"min":{"type":"integer"},"scale":{"type":"integer"},"default":{}},
 "required":["name","type"]}},"layouts":{"type":"object","additionalProperties":{}},"related":{
 "type":"array","items":{"type":"object","properties":{"name":{"type":"string"},"entity":{
 "type":"string"},"field":{"type":"string"},"label":{"type":"string"}}}},"actions":{
 "type":"array","items":{"type":"object","properties":{"name":{"type":"string"},"label":{
 "type":"string"}}}},"board":{"type":"object","properties":{"field":{"type":"string"},"sum":{
 "type":"string"}}},"timeline":{"type":"boolean"},"activities":{"type":"boolean"},"hidden":{
 "type":"boolean"}},"required":["name","fields"]}},"pipelines":{"type":"array","items":{
 "type":"object","properties":{"id":{"type":"string","format":"uuid"},"name":{"type":"string"},
 "default":{"type":"boolean"},"stages":{"type":"array","items":{"type":"object","properties":{
 "key":{"type":"string"},"label":{"type":"string"},"color":{"type":["string","null"]},
 "probability":{},"kind":{"type":["string","null"]},"required":{"type":"array","items":{
 "type":"string"}}},"required":["key"]}}},"required":["id"]}},"roles":{"type":"array","items":{
 "type":"object","properties":{"id":{"type":"string","format":"uuid"},"key":{"type":"string"},
 "name":{"type":"string"}}}}},"required":["entities","pipelines"]},
"Labels":{"description":"A word, or one for each language: what is missing is that of another one",
 "type":["string","object","null"],"properties":{"ru":{"type":["string","null"]},"uz":{
 "type":["string","null"]},"en":{"type":["string","null"]}},"additionalProperties":false},
"FieldDefinition":{"type":"object","description":"As in an entity file; what is not named stays as it is, null takes it away. type, to, scale, unique and inverse are fixed once the field is made",
 "properties":{"type":{"enum":["text","long_text","url","email","phone","integer","decimal",
 "percent","money","date","instant","boolean","choice","choices","tags","link","links","user",
 "team","file","emails","phones","address"]},"labels":{"$ref":"#/components/schemas/Labels"},
 "hints":{"$ref":"#/components/schemas/Labels"},"required":{"type":["boolean","null"]},
 "read_only":{"type":["boolean","null"]},"indexed":{"type":["boolean","null"]},"unique":{
 "type":["boolean","null"]},"history":{"type":["boolean","null"]},"default":{},"max":{
 "type":["integer","null"]},"min":{"type":["integer","null"]},"scale":{"type":["integer","null"]},
 "to":{"type":["string","array"],"items":{"type":"string"}},"inverse":{"type":["string","null"]},
 "check":{"enum":["inn","kpp","ogrn","bik",null]},"write_rights":{"enum":["administrator",null]},
 "choices":{"type":["array","null"],"maxItems":500,"items":{"type":"object","properties":{"key":{
 "type":"string"},"color":{"enum":["gray","blue","violet","orange","green","red","teal","pink"]},
 "labels":{"$ref":"#/components/schemas/Labels"}},"required":["key"],
 "additionalProperties":false}},"replace":{"type":"object",
 "description":"What records get instead of a choice that is no more; null empties the field",
 "additionalProperties":{"type":["string","null"]}}},"additionalProperties":false},
"EntityDefinition":{"type":"object","description":"As an entity file; of a shipped entity icon, color, board, board_sum, search, labels, fields and layouts",
 "properties":{"area":{"enum":["sales","activities","system"]},"icon":{"type":["string","null"]},
 "color":{"enum":["gray","blue","violet","orange","green","red","teal","pink"]},"title":{
 "type":"string"},"access":{"enum":["records","published","shared","system",
 "administration"]},"board":{
 "type":["string","null"]},"board_sum":{"type":["string","null"]},"activities":{
 "type":["boolean","null"]},"search":{"type":["array","null"],"items":{"type":"string"}},
 "duplicates":{"type":["array","null"],"items":{"type":"string"}},"labels":{"type":"object",
 "additionalProperties":{"type":"object","properties":{"one":{"type":["string","null"]},"many":{
 "type":["string","null"]},"new":{"type":["string","null"]}},"additionalProperties":false}},
 "fields":{"type":"object","additionalProperties":{"$ref":"#/components/schemas/FieldDefinition"}},
 "layouts":{"$ref":"#/components/schemas/LayoutDefinition"}},"additionalProperties":false},
"LayoutDefinition":{"type":"object","description":"A part that is not named is the shipped one",
 "properties":{"list":{"type":"array","items":{"type":"string"}},"create":{"type":"array","items":{
 "type":"string"}},"card":{"type":"array","items":{"type":"string"}},"highlights":{"type":"array",
 "items":{"type":"string"}},"detail":{"type":"array","items":{"type":"object","properties":{"key":{
 "type":"string"},"labels":{"$ref":"#/components/schemas/Labels"},"rows":{"type":"array","items":{
 "type":"array","items":{"type":"string"}}}},"required":["key","rows"],
 "additionalProperties":false}}},"additionalProperties":false},
"NewCustomisation":{"type":"object","properties":{"entities":{"type":"object",
 "additionalProperties":{"type":"object","additionalProperties":{}}},"layouts":{"type":"object",
 "additionalProperties":{"type":"object","additionalProperties":{}}},"strings":{"type":"object",
 "additionalProperties":{"type":"object","additionalProperties":{}}},"replace":{"type":"object",
 "additionalProperties":{"type":"object","additionalProperties":{"type":["string","null"]}}},
 "version":{},"changed_at":{},"changed_by":{},"active":{},"problem":{}},
 "additionalProperties":false},
"CustomisationPackage":{"type":"object","properties":{"version":{"type":"integer"},"changed_at":{
 "type":["string","null"],"format":"date-time"},"changed_by":{"$ref":"#/components/schemas/Link"},
 "active":{"type":"boolean","description":"false: the shipped model serves alone"},"problem":{
 "type":["string","null"]},"entities":{"type":"object","additionalProperties":{}},"layouts":{
 "type":"object","additionalProperties":{}},"strings":{"type":"object",
 "additionalProperties":{}}},"required":["version","active","entities","layouts","strings"]},
"CustomisationAnswer":{"type":"object","properties":{"version":{"type":"integer"},"dry_run":{
 "type":"boolean"},"changes":{"type":"array","items":{"type":"object","properties":{"path":{
 "type":"string"},"change":{"enum":["added","changed","hidden","restored","removed"]}},
 "required":["path","change"]}},"made":{"type":"array","description":"Tables, columns and indexes",
 "items":{"type":"string"}}},"required":["version","dry_run","changes","made"]},
"Action":{"type":"object",
 "description":"Of clone the fields to change, of merge with, fields and versions, of unmerge merge and dry_run",
 "additionalProperties":true},
"ActionAnswer":{"type":"object","description":"What the action made or changed",
 "additionalProperties":true})"};
  return kSchemas;
}

}  // namespace rapport::http
