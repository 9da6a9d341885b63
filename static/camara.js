/**
 * Reads the square of a session's code with the camera, where the telephone can. Typing always works,
 * with this file or without it. Nothing that the camera sees leaves the telephone: only the code goes
 * into the field, and the person presses the button.
 */

const button = document.getElementById("camara");
const notice = document.getElementById("camara-aviso");
const picture = document.getElementById("camara-imagen");
const field = document.getElementById("codigo");

/** Every so many milliseconds the picture is looked at. */
const PACE = 250;

async function readsSquares() {
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices) return false;
  const formats = await window.BarcodeDetector.getSupportedFormats();
  return formats.includes("qr_code");
}

/** The code in the address that the square holds. */
function codeIn(text) {
  try {
    const address = new URL(text, location.href);
    return address.origin === location.origin ? address.searchParams.get("c") : null;
  } catch {
    return null;
  }
}

async function scan() {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
  picture.srcObject = stream;
  picture.hidden = false;
  await picture.play();
  notice.textContent = "Apunte la cámara al cuadro de la pantalla.";
  const look = async () => {
    const found = await detector.detect(picture).catch(() => []);
    const code = found.map((one) => codeIn(one.rawValue)).find(Boolean);
    if (!code) {
      setTimeout(look, PACE);
      return;
    }
    for (const track of stream.getTracks()) track.stop();
    picture.hidden = true;
    field.value = code;
    notice.textContent = "Código leído. Registre su llegada.";
    field.form.querySelector("button").focus();
  };
  look();
}

if (await readsSquares()) {
  button.hidden = false;
  button.addEventListener("click", () => {
    scan().catch(() => {
      notice.textContent = "No se pudo abrir la cámara. Escriba el código.";
    });
  });
}
