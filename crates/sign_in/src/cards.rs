//! Every route of `sign_in`: who may use it, its title and its budget.

use rocket::http::Method::{Get, Post};

use platform::registry::Audience::{Anyone, SignedIn};
use platform::registry::{Card, card};

pub(super) const CARDS: &[Card] = &[
    card(Get, "/ingresar", Anyone, "Ingresar"),
    card(Post, "/ingresar", Anyone, "Ingresar"),
    card(Get, "/ingresar/codigo", Anyone, "Código de su teléfono"),
    card(Post, "/ingresar/codigo", Anyone, "Código de su teléfono"),
    card(Get, "/ingresar/recuperacion", Anyone, "Código de recuperación"),
    card(Post, "/ingresar/recuperacion", Anyone, "Código de recuperación"),
    card(Post, "/ingresar/escrito", SignedIn, "Lo que había escrito"),
    card(Post, "/salir", Anyone, "Salir"),
    card(Get, "/ingresar/olvido", Anyone, "Perdí mi contraseña"),
    card(Post, "/ingresar/olvido", Anyone, "Perdí mi contraseña"),
    card(Get, "/enlace/<token>", Anyone, "Crear la contraseña"),
    card(Post, "/enlace/<token>", Anyone, "Crear la contraseña"),
    card(Get, "/contrasena", SignedIn, "Cambiar la contraseña"),
    // Every other session of the account ends with its history.
    card(Post, "/contrasena", SignedIn, "Cambiar la contraseña").budget(40),
    card(Get, "/segundo-factor", SignedIn, "Segundo factor"),
    card(Post, "/segundo-factor", SignedIn, "Configurar el segundo factor"),
    card(Get, "/segundo-factor/telefono", SignedIn, "Cambiar de teléfono"),
    card(Post, "/segundo-factor/telefono", SignedIn, "Cambiar de teléfono"),
    card(Get, "/segundo-factor/codigos", SignedIn, "Códigos de recuperación nuevos"),
    card(Post, "/segundo-factor/codigos", SignedIn, "Códigos de recuperación nuevos"),
    card(Get, "/segundo-factor/retiro", SignedIn, "Quitar el segundo factor"),
    card(Post, "/segundo-factor/retiro", SignedIn, "Quitar el segundo factor"),
    card(Get, "/mi-cuenta", SignedIn, "Mi cuenta"),
    card(Get, "/sesiones-abiertas", SignedIn, "Sesiones abiertas"),
    card(Post, "/sesiones-abiertas/<browser>/cierre", SignedIn, "Cerrar una sesión"),
    card(Post, "/sesiones-abiertas/cierre", SignedIn, "Cerrar las demás sesiones"),
];
