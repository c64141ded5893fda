// Every limit on what comes from outside, in one place, so that nothing a stranger sends can
// take all of memory or time. An error names the limit it met.
#pragma once
#include <cstddef>

namespace rapport::base::limits {

inline constexpr std::size_t kHeaderBytes = 32 * 1024;
inline constexpr std::size_t kUrlBytes = 16 * 1024;
inline constexpr std::size_t kJsonBodyBytes = 4 * 1024 * 1024;
inline constexpr std::size_t kBulkBodyBytes = 64 * 1024 * 1024;
inline constexpr std::size_t kFileBytes = 1024ull * 1024 * 1024;
inline constexpr std::size_t kFormHeaderBytes = 8 * 1024;  // of one part of a multipart form
inline constexpr std::size_t kFormFieldBytes = 4 * 1024;
inline constexpr std::size_t kFormFields = 16;
inline constexpr std::size_t kJsonDepth = 32;
inline constexpr std::size_t kPageDefault = 50;
inline constexpr std::size_t kPageMax = 500;
inline constexpr std::size_t kBulkItems = 10'000;
inline constexpr std::size_t kFilterConditions = 200;
inline constexpr std::size_t kFilterDepth = 12;
inline constexpr std::size_t kFilterListValues = 1'000;
inline constexpr std::size_t kSortFields = 5;
inline constexpr std::size_t kGroupFields = 4;           // of an aggregate
inline constexpr std::size_t kMeasures = 10;
inline constexpr std::size_t kGroupsDefault = 1'000;
inline constexpr std::size_t kGroupsMax = 10'000;
inline constexpr std::size_t kPathDepth = 3;
inline constexpr std::size_t kSearchQueryChars = 200;
inline constexpr std::size_t kLinksPerField = 1'000;
inline constexpr std::size_t kValuesPerField = 50;       // phones, e-mails, tags of one record
inline constexpr std::size_t kTextChars = 255;
inline constexpr std::size_t kLongTextChars = 65'536;
inline constexpr std::size_t kOwnEntities = 100;         // that a company makes itself
inline constexpr std::size_t kOwnFields = 300;           // of one entity
inline constexpr std::size_t kOwnIndexes = 20;           // of one entity: each slows every save
inline constexpr std::size_t kOwnFieldNameChars = 40;
inline constexpr std::size_t kOwnEntityNameChars = 30;
inline constexpr std::size_t kChoices = 500;             // of one field
inline constexpr std::size_t kLinkTargets = 50;          // of all links of one entity
inline constexpr std::size_t kLayoutSections = 30;
inline constexpr std::size_t kLabelChars = 100;
inline constexpr std::size_t kHintChars = 500;
inline constexpr std::size_t kReplacedRecords = 100'000; // whose choice is no more
inline constexpr std::size_t kImportRows = 5'000'000;
inline constexpr std::size_t kImportColumns = 500;
inline constexpr std::size_t kCellBytes = 1024 * 1024;
inline constexpr std::size_t kXlsxUnpackedBytes = 4ull * 1024 * 1024 * 1024;
inline constexpr int kXlsxRatio = 200;                   // unpacked : packed

}  // namespace rapport::base::limits
