package io.leadgate.domain;

/**
 * What is wrong with one field.
 *
 * @param code for a program: {@code required}, {@code invalid_email}, …
 * @param message for a person; never the value itself
 */
public record FieldError(String field, String code, String message) {}
