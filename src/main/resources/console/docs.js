// Shows an OpenAPI document of this gateway, and nothing from elsewhere.
"use strict";

addEventListener("DOMContentLoaded", () => {
  // Swagger UI is dark by a class; the other pages follow the system.
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
  dark.addEventListener("change", follow);
  follow();

  const place = document.getElementById("swagger-ui");

  // Swagger UI leaves some fields without a name or a kind, and begins with a heading of the first level, which the page has already.
  const nameParts = () => {
    place.querySelectorAll("#servers").forEach(choice => choice.setAttribute("aria-label", "Server"));
    place.querySelectorAll(".examples-select-element").forEach(choice => choice.setAttribute("aria-label", "Example"));
    place.querySelectorAll("#auth-basic-username").forEach(field => field.setAttribute("autocomplete", "username"));
    place.querySelectorAll("h1, h2").forEach(heading => heading.setAttribute("aria-level", "2"));
  };
  new MutationObserver(nameParts).observe(place, {childList: true, subtree: true});
  SwaggerUIBundle({
    domNode: place,
    url: place.dataset.document,
    validatorUrl: null,
    queryConfigEnabled: false,
    persistAuthorization: false,
    supportedSubmitMethods: place.dataset.maySend === "yes" ? ["get", "post", "put", "patch", "delete"] : [],
    defaultModelsExpandDepth: 0,
    syntaxHighlight: false, // Its colours have too little contrast.
    presets: [SwaggerUIBundle.presets.apis],
  });
});
