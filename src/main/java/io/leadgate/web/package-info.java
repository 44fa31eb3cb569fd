/**
 * Serves HTTP on either port: the server's verticle, its routes, and the OpenAPI document that they
 * match.
 */
@NullMarked
package io.leadgate.web;

import org.jspecify.annotations.NullMarked;
