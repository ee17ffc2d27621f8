#include <adapters/documents/billing/paper.hpp>

#include <cairo-pdf.h>

#include <stdexcept>

namespace documents {
namespace {

cairo_status_t append(void* bytes, const unsigned char* data, unsigned int length) {
  static_cast<std::string*>(bytes)->append(reinterpret_cast<const char*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

}  // namespace

Paper::Paper(std::string_view title, std::string_view made_at)
    : surface_(cairo_pdf_surface_create_for_stream(append, &bytes_, width, height)),
      context_(cairo_create(surface_.get())),
      layout_(pango_cairo_create_layout(context_.get())) {
  const auto say = [this](cairo_pdf_metadata_t what, std::string_view text) {
    cairo_pdf_surface_set_metadata(surface_.get(), what, std::string{text}.c_str());
  };
  say(CAIRO_PDF_METADATA_TITLE, title);
  say(CAIRO_PDF_METADATA_CREATE_DATE, made_at);
  say(CAIRO_PDF_METADATA_MOD_DATE, made_at);
}

PangoLayout* Paper::laid_out(double box_width, std::string_view text, const Type& type,
                             Align align) {
  auto* font = pango_font_description_new();
  pango_font_description_set_family(font, "DejaVu Sans");
  pango_font_description_set_absolute_size(font, type.size_pt * PANGO_SCALE);
  pango_font_description_set_weight(font, type.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description(layout_.get(), font);
  pango_font_description_free(font);
  pango_layout_set_width(layout_.get(), static_cast<int>(box_width * PANGO_SCALE));
  pango_layout_set_wrap(layout_.get(), PANGO_WRAP_WORD_CHAR);
  pango_layout_set_alignment(layout_.get(),
                             align == Align::left ? PANGO_ALIGN_LEFT : PANGO_ALIGN_RIGHT);
  pango_layout_set_text(layout_.get(), text.data(), static_cast<int>(text.size()));
  cairo_set_source_rgb(context_.get(), type.ink.red, type.ink.green, type.ink.blue);
  return layout_.get();
}

double Paper::measure(double box_width, std::string_view text, const Type& type) {
  int high = 0;
  pango_layout_get_size(laid_out(box_width, text, type, Align::left), nullptr, &high);
  return static_cast<double>(high) / PANGO_SCALE;
}

double Paper::text(double x, double y, double box_width, std::string_view text, const Type& type,
                   Align align) {
  auto* layout = laid_out(box_width, text, type, align);
  int high = 0;
  pango_layout_get_size(layout, nullptr, &high);
  cairo_move_to(context_.get(), x, y);
  pango_cairo_show_layout(context_.get(), layout);
  return static_cast<double>(high) / PANGO_SCALE;
}

void Paper::rule(double y, double weight) {
  cairo_set_source_rgb(context_.get(), 0.82, 0.85, 0.89);
  cairo_set_line_width(context_.get(), weight);
  cairo_move_to(context_.get(), margin, y);
  cairo_line_to(context_.get(), width - margin, y);
  cairo_stroke(context_.get());
}

void Paper::next_page() {
  cairo_show_page(context_.get());
  ++pages_;
}

std::string Paper::finish() {
  cairo_show_page(context_.get());
  cairo_surface_finish(surface_.get());
  const auto status = cairo_surface_status(surface_.get());
  if (status != CAIRO_STATUS_SUCCESS) throw std::runtime_error(cairo_status_to_string(status));
  return std::move(bytes_);
}

}  // namespace documents
