/** A template as Graph answers it. */
export type GraphTemplate = {
  name: string;
  language: string;
  category: string;
  status: string;
  parameter_format: string;
  components: readonly unknown[];
};

type Status = 'APPROVED' | 'PAUSED' | 'PENDING';
type Kept = { language: string; category: string; parameter_format?: 'NAMED' | 'POSITIONAL'; status?: Status };

const template = (name: string, kept: Kept, components: readonly unknown[]): GraphTemplate => ({
  name,
  status: 'APPROVED',
  parameter_format: 'POSITIONAL',
  ...kept,
  components,
});

const quickReply = (text: string) => ({ type: 'QUICK_REPLY', text });
const named = (examples: { [name: string]: string }) =>
  Object.entries(examples).map(([param_name, example]) => ({ param_name, example }));
const picture = (name: string) => [`https://scontent.example/templates/${name}.jpg`];

const carouselCard = (picture_: string) => ({
  components: [
    { type: 'HEADER', format: 'IMAGE', example: { header_handle: picture(picture_) } },
    {
      type: 'BODY',
      text: '{{1}}: ahora a {{2}}.',
      example: { body_text: [['Cafetera de émbolo', '$ 89.900']] },
    },
    {
      type: 'BUTTONS',
      buttons: [
        quickReply('Lo quiero'),
        { type: 'URL', text: 'Ver más', url: 'https://tienda.example/p/{{1}}', example: ['cafetera'] },
      ],
    },
  ],
});

/** What the demo's account has: one of each sort that people send, in the three languages of the screens. */
export const sampleTemplates: readonly GraphTemplate[] = [
  template('hello_world', { language: 'en_US', category: 'UTILITY' }, [
    { type: 'HEADER', format: 'TEXT', text: 'Hello World' },
    { type: 'BODY', text: 'Welcome and congratulations!! This message shows that your number can send templates.' },
    { type: 'FOOTER', text: 'WhatsApp Business Platform sample message' },
  ]),
  template('pedido_listo', { language: 'es', category: 'UTILITY', parameter_format: 'NAMED' }, [
    {
      type: 'HEADER',
      format: 'TEXT',
      text: 'Pedido {{numero}}',
      example: { header_text_named_params: named({ numero: 'A-17' }) },
    },
    {
      type: 'BODY',
      text: 'Hola, {{nombre}}: tu pedido ya está listo. Puedes recogerlo hoy hasta las {{hora}} en la tienda.',
      example: { body_text_named_params: named({ nombre: 'Ana', hora: '19:00' }) },
    },
    { type: 'FOOTER', text: 'Cauce Demo' },
    {
      type: 'BUTTONS',
      buttons: [
        quickReply('Voy en camino'),
        quickReply('Mañana paso'),
        { type: 'URL', text: 'Ver el pedido', url: 'https://tienda.example/pedidos/{{1}}', example: ['A-17'] },
      ],
    },
  ]),
  template('oferta_de_temporada', { language: 'es', category: 'MARKETING' }, [
    { type: 'HEADER', format: 'IMAGE', example: { header_handle: picture('oferta') } },
    {
      type: 'BODY',
      text: '{{1}}, esta semana tienes un {{2}} de descuento en toda la tienda. ¡Te esperamos!',
      example: { body_text: [['Ana', '20 %']] },
    },
    { type: 'FOOTER', text: 'Responde BAJA para no recibir más ofertas' },
    {
      type: 'BUTTONS',
      buttons: [
        { type: 'COPY_CODE', text: 'Copy offer code', example: ['CAUCE20'] },
        { type: 'URL', text: 'Comprar', url: 'https://tienda.example/ofertas' },
        quickReply('No recibir más'),
      ],
    },
  ]),
  template('novedades', { language: 'es', category: 'MARKETING' }, [
    { type: 'BODY', text: 'Hola, {{1}}: mira lo que llegó esta semana.', example: { body_text: [['Ana']] } },
    { type: 'CAROUSEL', cards: [carouselCard('cafetera'), carouselCard('molinillo'), carouselCard('tazas')] },
  ]),
  template('lembrete_de_consulta', { language: 'pt_BR', category: 'UTILITY' }, [
    {
      type: 'BODY',
      text: 'Olá, {{1}}! Lembramos que sua consulta é no dia {{2}} às {{3}}. Você confirma?',
      example: { body_text: [['Ana', '12/03', '14h30']] },
    },
    { type: 'BUTTONS', buttons: [quickReply('Confirmo'), quickReply('Remarcar'), quickReply('Cancelar')] },
  ]),
  template('boleto_disponivel', { language: 'pt_BR', category: 'UTILITY' }, [
    {
      type: 'HEADER',
      format: 'DOCUMENT',
      example: { header_handle: ['https://scontent.example/templates/boleto.pdf'] },
    },
    {
      type: 'BODY',
      text: 'Olá, {{1}}. Seu boleto de {{2}} vence em {{3}} e está no documento acima.',
      example: { body_text: [['Ana', 'R$ 120,00', '10/03']] },
    },
    { type: 'BUTTONS', buttons: [{ type: 'PHONE_NUMBER', text: 'Ligar', phone_number: '+551130000000' }] },
  ]),
  template('recordatorio_de_cita', { language: 'es', category: 'UTILITY' }, [
    {
      type: 'BODY',
      text: 'Hola, {{1}}: mañana a las {{2}} es tu cita. ¿Vienes?',
      example: { body_text: [['Ana', '10:30']] },
    },
    { type: 'FOOTER', text: 'Consultorio Vida' },
    { type: 'BUTTONS', buttons: [quickReply('Ahí estaré'), quickReply('Cambiar el día')] },
  ]),
  template('recordatorio_de_cita', { language: 'en', category: 'UTILITY' }, [
    {
      type: 'BODY',
      text: 'Hi {{1}}, your appointment is tomorrow at {{2}}. Will you come?',
      example: { body_text: [['Ana', '10:30']] },
    },
    { type: 'FOOTER', text: 'Consultorio Vida' },
    { type: 'BUTTONS', buttons: [quickReply('I will be there'), quickReply('Change the day')] },
  ]),
  template('recordatorio_de_cita', { language: 'pt_BR', category: 'UTILITY' }, [
    {
      type: 'BODY',
      text: 'Olá, {{1}}: sua consulta é amanhã às {{2}}. Você vem?',
      example: { body_text: [['Ana', '10:30']] },
    },
    { type: 'FOOTER', text: 'Consultorio Vida' },
    { type: 'BUTTONS', buttons: [quickReply('Estarei aí'), quickReply('Mudar o dia')] },
  ]),
  template('entrega_en_camino', { language: 'es', category: 'UTILITY' }, [
    {
      type: 'BODY',
      text: 'Hola. Tienes un regalo de {{1}} que entregamos {{2}}. ¿Vas a estar?',
      example: { body_text: [['Luis', 'hoy en la tarde']] },
    },
    { type: 'FOOTER', text: 'Flores Aurora' },
    { type: 'BUTTONS', buttons: [quickReply('Sí, aquí estaré'), quickReply('Otro día')] },
  ]),
  template('carrito_pendiente', { language: 'es', category: 'MARKETING' }, [
    {
      type: 'BODY',
      text: 'Hola, {{1}}: guardamos tu carrito ({{2}}) por {{3}}. ¿Lo terminamos?',
      example: { body_text: [['Ana', 'Mochila', '$ 1,249.50']] },
    },
    {
      type: 'BUTTONS',
      buttons: [
        { type: 'URL', text: 'Terminar compra', url: 'https://tienda.example/pagar/{{1}}', example: ['a1b2c3'] },
        quickReply('Ya no lo quiero'),
      ],
    },
  ]),
  template('feliz_cumpleanos', { language: 'es', category: 'MARKETING' }, [
    { type: 'HEADER', format: 'IMAGE', example: { header_handle: ['https://cafe.example/torta.jpg'] } },
    {
      type: 'BODY',
      text: '¡Feliz cumpleaños, {{1}}! Hoy el postre va por cuenta de Café Central.',
      example: { body_text: [['Ana']] },
    },
    { type: 'BUTTONS', buttons: [quickReply('Quiero mi postre')] },
  ]),
  template('novedades_del_mes', { language: 'es', category: 'MARKETING' }, [
    {
      type: 'BODY',
      text: 'Lo nuevo de {{1}} ya está en la barra. Esta semana es solo para ustedes, los VIP.',
      example: { body_text: [['enero']] },
    },
  ]),
  template('cuota_vencida', { language: 'es', category: 'UTILITY', parameter_format: 'NAMED' }, [
    {
      type: 'BODY',
      text: 'Hola, {{nombre}}. Tu cuota de {{monto}} venció el {{fecha}}. ¿Cuándo puedes pagarla?',
      example: { body_text_named_params: named({ nombre: 'Ana', monto: 'S/ 120.50', fecha: '2 de enero' }) },
    },
    { type: 'BUTTONS', buttons: [quickReply('Hoy mismo'), quickReply('Necesito un plan')] },
  ]),
  template('appointment_reminder', { language: 'en_US', category: 'UTILITY', parameter_format: 'NAMED' }, [
    { type: 'HEADER', format: 'LOCATION' },
    {
      type: 'BODY',
      text: 'Hi {{first_name}}, we look forward to seeing you on {{date}}. Here is how to find us.',
      example: { body_text_named_params: named({ first_name: 'Ana', date: 'March 12' }) },
    },
    { type: 'BUTTONS', buttons: [quickReply('Confirm'), quickReply('Change')] },
  ]),
  template('encuesta_de_servicio', { language: 'es', category: 'UTILITY' }, [
    {
      type: 'BODY',
      text: 'Gracias por tu visita, {{1}}. ¿Nos cuentas cómo te fue?',
      example: { body_text: [['Ana']] },
    },
    {
      type: 'BUTTONS',
      buttons: [
        {
          type: 'FLOW',
          text: 'Responder',
          flow_id: '500000000000001',
          flow_action: 'NAVIGATE',
          navigate_screen: 'ENCUESTA',
        },
      ],
    },
  ]),
  template('codigo_de_acceso', { language: 'es', category: 'AUTHENTICATION' }, [
    {
      type: 'BODY',
      text: 'Tu código de verificación es *{{1}}*. Por tu seguridad, no lo compartas.',
      example: { body_text: [['123456']] },
    },
    { type: 'FOOTER', text: 'Este código caduca en 10 minutos.' },
    {
      type: 'BUTTONS',
      buttons: [
        {
          type: 'URL',
          text: 'Copiar código',
          url: 'https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp{{1}}',
          example: ['https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp123456'],
        },
      ],
    },
  ]),
  template('liquidacion', { language: 'es', category: 'MARKETING', status: 'PAUSED' }, [
    {
      type: 'BODY',
      text: 'Últimos días de la liquidación, {{1}}. Quedan pocas unidades.',
      example: { body_text: [['Ana']] },
    },
  ]),
];
