package io.leadgate.domain;

import java.util.Locale;

/** The type of a field's value. */
public enum FieldType {
  TEXT,
  EMAIL,
  PHONE,
  NUMBER,
  INTEGER,
  BOOLEAN,
  DATE,
  POSTAL_CODE,
  US_STATE,
  CHOICE;

  /** The code in JSON and SQL. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static FieldType of(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }
}
