// The story of the demo company: wares, customers and their people, deals from the first word to
// the last, leads, and all the calls, meetings, tasks and notes between. Not here: the words
// themselves (words.h).
#pragma once
#include <span>

#include "crm/system/demo/story.h"

namespace rapport::crm::demo {

// `staff`: the manager, then the reps. `open_stages`: keys of the default pipeline's, in order; at
// least one.
void tell_company(Story& story, std::span<const ActorPtr> staff, int scale,
                  std::vector<std::string> open_stages);

std::string staff_title(std::string_view role, schema::Language language);

}  // namespace rapport::crm::demo
