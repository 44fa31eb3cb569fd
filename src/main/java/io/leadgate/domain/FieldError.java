package io.leadgate.domain;

/**
 * An error in one field.
 *
 * @param code the error for programs: {@code required}, {@code invalid_email}, …
 * @param message the error for people, without the field's value
 */
public record FieldError(String field, String code, String message) {}
