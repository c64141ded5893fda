// Outside people become people of ours: made at their first sign-in, brought up to date at each,
// given roles and teams by their groups; disabled here when they are gone there.
// Not here: how the other system is asked (access/outside/).
#pragma once
#include <functional>

#include "access/outside/outside_settings.h"
#include "access/outside/outside_store.h"
#include "records/service.h"

namespace rapport::crm {

// Threads: safe. Lifetime: all it is given outlives it.
class OutsidePeople final : public access::OutsidePeople {
 public:
  // A context of the program itself; the source says whose word it acts on.
  using ContextFactory = std::function<records::Context(std::string source)>;

  OutsidePeople(storage::Database& database, access::OutsideStore& store, ContextFactory context)
      : database_(database), store_(store), context_(std::move(context)) {}

  base::Id admit(const access::OutsidePerson& person) override;
  std::optional<base::Id> find(const access::OutsidePerson& person) override;

  // Disables who is linked to the directory and not among `present` (subjects), and enables again
  // whom this disabled before. Does nothing when nobody at all is present: then the settings are
  // wrong and not the people gone. How many were changed.
  int follow(const std::vector<std::string>& present);

 private:
  access::Admission admission(access::SignInBy by);
  base::Id first_time(const access::OutsidePerson& person, const access::Admission& admission,
                      const records::Context& context);
  void bring_up_to_date(const base::Id& user, const access::OutsidePerson& person,
                        const access::Admission& admission, const records::Context& context);
  bool set_active(const base::Id& user, bool active);

  storage::Database& database_;
  access::OutsideStore& store_;
  ContextFactory context_;
};

}  // namespace rapport::crm
