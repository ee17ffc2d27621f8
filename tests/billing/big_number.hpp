#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace billing_samples {

// BigNumber: an integer of any size, by the arithmetic that is taught at school: what fast
// arithmetic is compared with.
//   Shape   sign + decimal digits, the last one first; zero is not negative and has no digits
class BigNumber {
 public:
  explicit BigNumber(std::int64_t value) : negative_{value < 0} {
    for (; value != 0; value /= 10) {
      const auto digit = static_cast<int>(value % 10);
      digits_.push_back(digit < 0 ? -digit : digit);
    }
  }

  BigNumber operator+(const BigNumber& other) const {
    if (negative_ == other.negative_) return {added(digits_, other.digits_), negative_};
    if (less(digits_, other.digits_)) return {taken(other.digits_, digits_), other.negative_};
    return {taken(digits_, other.digits_), negative_};
  }
  BigNumber operator-(const BigNumber& other) const {
    return *this + BigNumber{other.digits_, !other.negative_};
  }
  BigNumber operator*(const BigNumber& other) const {
    Digits product(digits_.size() + other.digits_.size() + 1, 0);
    for (std::size_t i = 0; i < digits_.size(); ++i) {
      for (std::size_t j = 0; j < other.digits_.size(); ++j) {
        product[i + j] += digits_[i] * other.digits_[j];
        product[i + j + 1] += product[i + j] / 10;
        product[i + j] %= 10;
      }
    }
    for (std::size_t i = 0; i + 1 < product.size(); ++i) {
      product[i + 1] += product[i] / 10;
      product[i] %= 10;
    }
    return {product, negative_ != other.negative_};
  }

  bool operator==(const BigNumber&) const = default;
  bool operator<(const BigNumber& other) const {
    if (negative_ != other.negative_) return negative_;
    return negative_ ? less(other.digits_, digits_) : less(digits_, other.digits_);
  }
  bool operator<=(const BigNumber& other) const { return !(other < *this); }

 private:
  using Digits = std::vector<int>;

  BigNumber(Digits digits, bool negative) : digits_{std::move(digits)} {
    while (!digits_.empty() && digits_.back() == 0) digits_.pop_back();
    negative_ = negative && !digits_.empty();
  }

  static bool less(const Digits& a, const Digits& b) {
    if (a.size() != b.size()) return a.size() < b.size();
    return std::lexicographical_compare(a.rbegin(), a.rend(), b.rbegin(), b.rend());
  }
  static Digits added(const Digits& a, const Digits& b) {
    Digits sum(std::max(a.size(), b.size()) + 1, 0);
    for (std::size_t i = 0; i + 1 < sum.size(); ++i) {
      sum[i] += (i < a.size() ? a[i] : 0) + (i < b.size() ? b[i] : 0);
      sum[i + 1] += sum[i] / 10;
      sum[i] %= 10;
    }
    return sum;
  }
  // a - b, of which a is not the smaller one.
  static Digits taken(const Digits& a, const Digits& b) {
    Digits rest = a;
    for (std::size_t i = 0; i < b.size(); ++i) {
      rest[i] -= b[i];
      for (std::size_t j = i; rest[j] < 0; ++j) {
        rest[j] += 10;
        --rest[j + 1];
      }
    }
    return rest;
  }

  Digits digits_;
  bool negative_ = false;
};

}  // namespace billing_samples
