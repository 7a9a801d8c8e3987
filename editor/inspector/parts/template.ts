import { hasPlaceholder, templateParts } from '../../../runtime/engine/index.ts';

/** How long a text is for sure: what stands in `{{ }}` is not known before it is sent. */
export function fixedLength(text: string): { length: number; computed: boolean } {
  if (!hasPlaceholder(text)) return { length: text.length, computed: false };
  const length = templateParts(text).parts.reduce((sum, part) => sum + ('words' in part ? part.words.length : 0), 0);
  return { length, computed: true };
}

/** Offered beside a text; the platform's own picker has the rest. */
export const emoji: readonly string[] = (
  '😀 😊 😉 😍 🤗 🤔 😅 😢 👋 👍 👎 🙏 👏 💪 🤝 👉 ❤️ ⭐ 🎉 🎁 ✨ 🔥 ✅ ❌ ⚠️ ℹ️ ❓ ❗ 📅 ⏰ ⏳ 📍 ' +
  '📞 📱 💬 📧 📎 📄 📦 🚚 🛒 🧾 💳 💰 🏠 🏥 🏪 🚗 🍕 🍔 ☕ 🥗 🎂 ✈️ 🏖️ 🎓 1️⃣ 2️⃣ 3️⃣ 4️⃣ 5️⃣ 🔎 🔒 🙋'
).split(' ');
