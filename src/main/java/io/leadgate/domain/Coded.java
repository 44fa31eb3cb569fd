package io.leadgate.domain;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A constant of an enum that JSON, SQL and metric labels call by a code. */
public interface Coded {

  String name();

  /** The name of the constant in lower case. */
  default String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Finds the constant by the code that stored data has for it.
   *
   * @throws IllegalArgumentException if the enum has no such constant
   */
  static <E extends Enum<E> & Coded> E stored(Class<E> type, String code) {
    return Enum.valueOf(type, code.toUpperCase(Locale.ROOT));
  }

  /** The constant with exactly this code; empty if the enum has no such constant. */
  static <E extends Enum<E> & Coded> Optional<E> find(Class<E> type, String code) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.code().equals(code))
        .findFirst();
  }
}
