/** Sends requests and checks each answer against the OpenAPI document. */
@NullMarked
package io.leadgate.support.http;

import org.jspecify.annotations.NullMarked;
