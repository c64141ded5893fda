// Dates and times as people and spreadsheets write them, in three languages. Wall-clock: a zone is
// kept when it was written and never guessed.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/date.h"

namespace rapport::imports {

enum class DateOrder { Dmy, Mdy, Ymd };

// "dmy", "mdy", "ymd".
std::string_view name_of(DateOrder order);
std::optional<DateOrder> date_order_named(std::string_view name);

struct CellTime {
  base::Date date = 0;
  bool has_time = false;
  std::int64_t time_us = 0;  // since midnight
  std::optional<int> offset_minutes;
};

// "22.11.2026", "11/22/26", "2026-11-22T09:30:00Z", "Nov 22, 2026 9:30 PM", "22 ноября 2026 г.",
// "2026-yil 22-noyabr", "20261122", Excel's "46348.5". The order decides only where the cell leaves
// it open.
std::optional<CellTime> parse_cell_time(std::string_view cell, DateOrder order);

// The order that the values of a column agree on; nothing when none of them tells.
std::optional<DateOrder> guess_date_order(std::span<const std::string_view> cells);

// Days since the spreadsheet's day zero → date. Nothing outside years 1900–9999.
std::optional<base::Date> date_of_serial(std::int64_t days, bool from_1904);

}  // namespace rapport::imports
