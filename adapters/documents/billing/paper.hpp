#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <pango/pangocairo.h>

namespace documents {

struct CairoDelete {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
  void operator()(cairo_t* context) const { cairo_destroy(context); }
};
struct GObjectDelete {
  void operator()(PangoLayout* layout) const { g_object_unref(layout); }
};

enum class Align { left, right };

struct Ink {
  double red = 0.11;
  double green = 0.14;
  double blue = 0.19;
};

// Type: how text is set.
struct Type {
  double size_pt = 10;
  bool bold = false;
  Ink ink = {};
};

// Paper: A4 pages that text is set on from top to bottom, as a PDF in memory.
//   Units   points (1/72 inch) from the upper left corner
//   Source  text of any script is shaped and broken into lines by Pango
class Paper {
 public:
  static constexpr double width = 595.28;
  static constexpr double height = 841.89;
  static constexpr double margin = 56;

  Paper(std::string_view title, std::string_view made_at);

  // Sets text in a box of that width; how high it came out.
  double text(double x, double y, double box_width, std::string_view text, const Type& type = {},
              Align align = Align::left);
  // How high it would come out.
  double measure(double box_width, std::string_view text, const Type& type = {});
  void rule(double y, double weight = 0.75);
  void next_page();
  int pages() const { return pages_; }

  // The finished file. Nothing can be set after it. Throws std::runtime_error.
  std::string finish();

 private:
  PangoLayout* laid_out(double box_width, std::string_view text, const Type& type, Align align);

  std::string bytes_;
  std::unique_ptr<cairo_surface_t, CairoDelete> surface_;
  std::unique_ptr<cairo_t, CairoDelete> context_;
  std::unique_ptr<PangoLayout, GObjectDelete> layout_;
  int pages_ = 1;
};

}  // namespace documents
