package io.leadgate.domain;

/** The type of a field's value. */
public enum FieldType implements Coded {
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
}
