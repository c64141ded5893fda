// The words of the demo company: its customers, people, wares, and what is said and promised, in
// three languages. Not here: who does what and when (story.h).
#pragma once
#include <span>

#include "schema/strings.h"

namespace rapport::crm::demo {

struct Phrase {
  const char *ru, *uz, *en;

  const char* in(schema::Language language) const {
    return language == schema::Language::Ru ? ru : language == schema::Language::Uz ? uz : en;
  }
};

enum class Script { Cyrillic, Latin };

struct Customer {
  const char *name, *legal_form, *industry, *city, *domain;
  int employees;
  Script script;
};

struct Ware {
  Phrase name, category;
  const char *kind, *unit;
  int price_usd;
};

// Names of people, men and women by turns: last, first, and for Cyrillic middle names.
struct People {
  std::span<const char*const> last, first, middle;
};

std::span<const Customer> customers();
std::span<const Ware> wares();
People men(Script script);
People women(Script script);
// Parts of names of further companies.
std::span<const char* const> company_roots();
std::span<const char* const> company_trades();
std::span<const char* const> cities();
std::span<const char* const> streets();

std::span<const Phrase> job_titles();
std::span<const Phrase> tasks();
std::span<const Phrase> calls();
std::span<const Phrase> meetings();
std::span<const Phrase> notes();
std::span<const Phrase> results();
std::span<const Phrase> requests();  // what leads ask for
std::span<const Phrase> next_steps();

}  // namespace rapport::crm::demo
