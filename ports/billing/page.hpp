#pragma once

#include <vector>

namespace billing {

// Page: one page of a list, and whether another follows. No total is ever counted.
template <class Row>
struct Page {
  std::vector<Row> rows;
  bool has_more = false;
};

}  // namespace billing
