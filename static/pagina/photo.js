import { WORDS } from "./words.js";

/** The longest side of a photo that is sent, and how many bytes need no help. */
const SIDE = 2400;
const SMALL = 800_000;

/** The photo as a smaller JPEG; itself where that would not be smaller. */
async function smaller(photo) {
  const picture = await createImageBitmap(photo);
  const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
  if (!blob || blob.size >= photo.size) return photo;
  return new File([blob], photo.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg" });
}

/** Makes a chosen photo small while its form is filled, since the network of a village is slow. */
export function shrinkPhotos(field) {
  const note = document.createElement("p");
  note.className = "hint";
  note.setAttribute("role", "status");
  field.after(note);
  field.addEventListener("change", async () => {
    note.textContent = "";
    const [photo] = field.files;
    if (!photo?.type.startsWith("image/") || photo.size <= SMALL) return;
    const small = await smaller(photo).catch(() => photo);
    if (small === photo || field.files[0] !== photo) return;
    const chosen = new DataTransfer();
    chosen.items.add(small);
    field.files = chosen.files;
    note.textContent = WORDS.smaller;
  });
}
